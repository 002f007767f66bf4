# For runNixOSTest: a walled host and an attacker, as in nixpkgs' own test of the firewall. A switch to another
# configuration, and a reboot, must keep bans.
{ sinbin }:
{
  name = "sinbin";
  nodes = {
    walled =
      { pkgs, ... }:
      {
        imports = [ sinbin ];
        networking.firewall.enable = true;
        networking.nftables.enable = true;
        networking.firewall.allowedTCPPorts = [ 80 ];
        services.nginx.enable = true;
        services.nginx.virtualHosts.localhost.default = true;
        services.sinbin.policies.walls = {
          file = pkgs.writeText "walls.sbn" ''
            policy walls
            ladder l hook input {
              bin  bin 1h -> drop
              trap telnet
            }
          '';
          closedPorts.enable = true;
        };
        # Opens a port, which changes nixos-fw and reloads everything.
        specialisation.opened.configuration.networking.firewall.allowedTCPPorts = [ 8080 ];
        # Forgets nothing while the trial lets everybody through.
        specialisation.trial.configuration.services.sinbin.policies.walls.trial = true;
      };
    attacker = {
      networking.firewall.enable = false;
    };
  };
  testScript =
    { nodes, ... }:
    let
      switchTo = name: "${nodes.walled.system.build.toplevel}/specialisation/${name}/bin/switch-to-configuration test";
    in
    ''
      start_all()
      walled.wait_for_unit("nftables")
      walled.wait_for_unit("nginx")
      attacker.wait_for_unit("network.target")

      with subtest("an open port is no trap"):
          attacker.succeed("curl --fail --connect-timeout 2 http://walled/ >&2")
          walled.fail("sinbin list --plain | grep -q .")

      with subtest("a closed one is"):
          attacker.fail("curl --connect-timeout 2 http://walled:9/ >&2")
          walled.succeed("sinbin list --plain | grep -q .")
          attacker.fail("curl --connect-timeout 2 http://walled/ >&2")

      with subtest("a switch that opens a port keeps the ban"):
          walled.succeed("${switchTo "opened"} >&2")
          walled.succeed("sinbin list --plain | grep -q .")
          attacker.fail("curl --connect-timeout 2 http://walled/ >&2")

      with subtest("a trial lets everybody through and keeps the list"):
          walled.succeed("${switchTo "trial"} >&2")
          attacker.succeed("curl --fail --connect-timeout 2 http://walled/ >&2")
          walled.succeed("sinbin list --plain | grep -q .")

      with subtest("a reboot keeps the ban"):
          walled.shutdown()
          walled.start()
          walled.wait_for_unit("nginx")
          attacker.fail("curl --connect-timeout 2 http://walled/ >&2")

      with subtest("who is forgiven comes in"):
          walled.succeed("sinbin clear >&2")
          attacker.succeed("curl --fail --connect-timeout 2 http://walled/ >&2")
    '';
}
