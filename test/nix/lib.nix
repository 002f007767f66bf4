# As much of nixpkgs' lib as sinbinc's modules use, with its names and its meaning: options, definitions that are
# put off (mkIf, mkMerge, mkForce), types that check and merge, and modules that see each other's result.
let
  inherit (builtins)
    all
    any
    attrNames
    concatLists
    concatMap
    elem
    filter
    foldl'
    head
    isAttrs
    isBool
    isFunction
    isInt
    isList
    isString
    length
    listToAttrs
    mapAttrs
    ;
  lib = rec {
    inherit mapAttrs concatLists;
    mkOption = option: option // { _type = "option"; };
    mkIf = condition: content: {
      _type = "if";
      inherit condition content;
    };
    mkMerge = contents: {
      _type = "merge";
      inherit contents;
    };
    mkForce = content: {
      _type = "force";
      inherit content;
    };
    mkDefault = content: {
      _type = "default";
      inherit content;
    };
    literalMD = text: text;
    literalExpression = text: text;
    fetchers.proxyImpureEnvVars = [ "https_proxy" ];
    escapeShellArg = text: "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] (toString text)}'";
    last = list: builtins.elemAt list (length list - 1);
    splitString = between: text: filter isString (builtins.split (literally between) text);
    genAttrs =
      names: f:
      listToAttrs (
        map (name: {
          inherit name;
          value = f name;
        }) names
      );
    licenses.mit = "MIT";
    optionalString = condition: text: if condition then text else "";
    optional = condition: one: if condition then [ one ] else [ ];
    optionalAttrs = condition: set: if condition then set else { };
    concatStringsSep = builtins.concatStringsSep;
    concatMapStringsSep =
      between: f: list:
      concatStringsSep between (map f list);
    concatMapStrings = concatMapStringsSep "";
    mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
    filterAttrs =
      keep: set:
      listToAttrs (
        concatMap (
          name:
          optional (keep name set.${name}) {
            inherit name;
            value = set.${name};
          }
        ) (attrNames set)
      );
    hasInfix = part: text: length (builtins.split (literally part) text) > 1;
    removePrefix =
      prefix: text:
      let
        size = builtins.stringLength prefix;
      in
      if builtins.substring 0 size text == prefix then builtins.substring size (-1) text else text;
    unique = foldl' (found: one: if elem one found then found else found ++ [ one ]) [ ];
    literally = builtins.replaceStrings [ "." ":" ] [ "[.]" "[:]" ];

    types =
      let
        # One definition, or several that agree.
        single = name: check: {
          inherit name check;
          merge =
            where: definitions:
            if all (one: one == head definitions) definitions then
              head definitions
            else
              throw "The option `${where}' has conflicting definition values.";
        };
        joined = name: check: merge: { inherit name check merge; };
      in
      rec {
        bool = single "boolean" isBool;
        str = single "string" isString;
        int = single "signed integer" isInt;
        port = single "16 bit unsigned integer" (n: isInt n && n >= 0 && n < 65536);
        path = single "path" (p: builtins.isPath p || isString p && builtins.substring 0 1 p == "/");
        package = single "package" (p: isAttrs p && p ? outPath);
        anything = joined "anything" (_: true) (
          where: definitions: if all isAttrs definitions then foldl' (a: b: a // b) { } definitions else head definitions
        );
        strMatching = pattern: single "string matching the pattern ${pattern}" (s: isString s && builtins.match pattern s != null);
        lines = joined "strings concatenated with \"\\n\"" isString (_: concatStringsSep "\n");
        enum = values: single "one of the values" (one: elem one values);
        nullOr = type: {
          name = "null or ${type.name}";
          check = one: one == null || type.check one;
          merge = where: definitions: if elem null definitions then null else type.merge where definitions;
        };
        either = one: other: {
          name = "${one.name} or ${other.name}";
          check = value: one.check value || other.check value;
          merge = where: definitions: (if all one.check definitions then one else other).merge where definitions;
        };
        listOf =
          type:
          joined "list of ${type.name}" (list: isList list && all type.check list) (_: concatLists);
        attrsOf = type: {
          name = "attribute set of ${type.name}";
          check = isAttrs;
          merge =
            where: definitions:
            listToAttrs (
              map (name: {
                inherit name;
                value = value "${where}.${name}" (mkOption { inherit type; }) (
                  concatMap (set: optional (set ? ${name}) set.${name}) definitions
                );
              }) (unique (concatMap attrNames definitions))
            );
        };
        submodule = module: {
          name = "submodule";
          check = isAttrs;
          merge =
            where: definitions:
            let
              name = baseName where;
              own = if isFunction module then module { inherit name config; } else module;
              config = tree where own.options definitions;
            in
            config;
        };
      };

    baseName = where: builtins.elemAt (builtins.match "(.*[.])?([^.]+)" where) 1;

    # What is left of definitions once their conditions are known; the forced ones, if there are any.
    settled =
      definitions:
      let
        flat =
          one:
          if !(isAttrs one) then
            [ one ]
          else
            {
              "if" = if one.condition then flat one.content else [ ];
              merge = concatMap flat one.contents;
            }
            .${one._type or ""} or [ one ];
        plain = concatMap flat definitions;
        of = type: map (one: one.content) (filter (one: isAttrs one && (one._type or "") == type) plain);
        normal = filter (one: !(isAttrs one && elem (one._type or "") [ "force" "default" ])) plain;
      in
      if of "force" != [ ] then
        of "force"
      else if normal != [ ] then
        normal
      else
        of "default";

    # Conditions move to the leaves, so that which options are defined is known before any value is.
    pushed =
      one:
      if !(isAttrs one) || !(one ? _type) then
        [ one ]
      else
        {
          "if" = map (mapAttrs (_: mkIf one.condition)) (pushed one.content);
          merge = concatMap pushed one.contents;
        }
        .${one._type} or [ one ];

    value =
      where: option: definitions:
      let
        given = settled definitions;
        wrong = filter (one: !(option.type.check one)) given;
      in
      if given == [ ] then
        (if option ? default then option.default else option.type.merge where [ ])
      else if wrong != [ ] then
        throw "A definition for option `${where}' is not of type `${option.type.name}'."
      else
        option.type.merge where given;

    tree =
      where: options: definitions:
      let
        sets = concatMap pushed definitions;
        strangers = filter (name: !(options ? ${name})) (concatMap attrNames sets);
        at = name: if where == "" then name else "${where}.${name}";
      in
      if strangers != [ ] then
        throw "The option `${at (head strangers)}' does not exist."
      else
        mapAttrs (
          name: option:
          let
            own = concatMap (set: optional (set ? ${name}) set.${name}) sets;
          in
          if (option._type or "") == "option" then value (at name) option own else tree (at name) option own
        ) options;

    merged = foldl' (
      a: b:
      a
      // mapAttrs (
        name: one: if a ? ${name} && (one._type or "") != "option" then merged [ a.${name} one ] else one
      ) b
    ) { };

    evalModules =
      { modules, pkgs }:
      let
        loaded = map (
          module:
          let
            loadedModule = if isFunction module || isAttrs module then module else import module;
            whole = if isFunction loadedModule then loadedModule { inherit config lib pkgs; } else loadedModule;
            set = removeAttrs whole [ "imports" ];
          in
          if set ? options || set ? config then
            {
              options = set.options or { };
              config = set.config or { };
            }
          else
            {
              options = { };
              config = set;
            }
        ) (concatMap withImports modules);
        withImports =
          module:
          let
            known = if isFunction module || isAttrs module then module else import module;
            set = if isFunction known then known { inherit config lib pkgs; } else known;
          in
          [ module ] ++ concatMap withImports (set.imports or [ ]);
        options = merged (map (one: one.options) loaded);
        config = tree "" options (map (one: one.config) loaded);
      in
      {
        inherit options config;
      };
  };
in
lib
