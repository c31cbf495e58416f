namespace LustreSupervisor.Agent.Tests.Rigs;

/// <summary>
/// Small scripts in the place of Lustre's tools. Their state is files of one directory: <c>formatted</c>, <c>mounted</c>; a file
/// <c>TOOL.rc</c> makes a tool fail with that exit code and the text of <c>TOOL.err</c>; a fifo-like file <c>TOOL.hold</c> makes it wait
/// until the file is gone. Every call is a line of <c>calls</c>.
/// </summary>
internal sealed class FakeTools
{
    public const string Uuid = "3f0c55d1-0000-4000-8000-000000000001";

    public const string PoolId = "13301200160306108983";

    private const string Zpool = """
        case "$1" in
        list) [ -e imported.pool ] && printf 'demo-ost000a\t%s\tONLINE\n' "$(cat pool)"; exit 0;;
        get) [ "$5" = guid ] && cat pool || cat multihost 2>/dev/null || echo on;;
        export) rm imported.pool;;
        import)
          [ -e active ] && { echo "cannot import 'x': pool is imported on oss9 (hostid: 0x9)" >&2; exit 1; }
          case "$*" in *' -f '*) ;; *) [ -e unexported ] && { printf '%s\n%s\n' \
            "cannot import 'x': pool was previously in use from another system." "Last accessed by oss9 (hostid=9) at Mon" >&2; exit 1; };; esac
          touch imported.pool;;
        esac
        """;

    private const string Lctl = """
        case "$1" in
        dl) [ -e mounted ] && echo '  3 UP obdfilter demo-OST000a demo-OST000a_UUID 6'; exit 0;;
        ping) [ -e mgs.silent ] && { echo "failed to ping $2: Input/output error" >&2; exit 1; }; printf '12345-0@lo\n12345-%s\n' "$2"; exit 0;;
        esac
        case "$2" in
        health_check) echo "health_check=$(cat health 2>/dev/null || echo healthy)";;
        obdfilter.demo-OST000a.recovery_status) echo 'obdfilter.demo-OST000a.recovery_status=status: INACTIVE';;
        osd-*.mntdev) [ -s mounted ] || exit 2; echo "osd-ldiskfs.demo-OST000a.mntdev=$(cat mounted)";;
        osd-*.kbytestotal)
          printf 'osd-ldiskfs.demo-OST000a.kbytestotal=1000\nosd-ldiskfs.demo-OST000a.kbytesfree=900\n'
          printf 'obdfilter.demo-OST000a.num_exports=3\nobdfilter.demo-OST000a.instance=%s\n' "$(cat instance 2>/dev/null || echo 4)"
          echo "error: get_param: param_path 'obdfilter/demo-OST000a/eviction_count': No such file or directory" >&2; exit 2;;
        *.exports.*)
          echo 'obdfilter.demo-OST000a.exports.0@lo.uuid=demo-MDT0000-mdtlov_UUID'
          echo 'obdfilter.demo-OST000a.exports.10.0.0.7@tcp.uuid=1f45bb57-d9be-2ddb-c0b0-5431a4922670';;
        *) echo "error: get_param: param_path '$2': No such file or directory" >&2; exit 2;;
        esac
        """;

    private readonly string _state;

    public FakeTools(string root)
    {
        _state = Path.Combine(root, "state");
        Bin = Path.Combine(root, "bin");
        Directory.CreateDirectory(_state);
        Directory.CreateDirectory(Bin);
        Write("blkid", """
            [ -e foreign ] && { printf 'TYPE=ext4\nLABEL=precious\nUUID=1\n'; exit 0; }
            [ -e pool ] && { printf 'LABEL=demo-ost000a\nUUID=%s\nTYPE=zfs_member\n' "$(cat pool)"; exit 0; }
            [ -e formatted ] || exit 2
            printf 'LABEL=demo-OST000a\nUUID=%s\nTYPE=ext4\n' "$(cat formatted)"
            """);
        Write("tunefs.lustre", """
            case "$2" in
            */ost000a) [ -e imported.pool ] && on=zfs;;
            *) [ -e formatted ] && on=ldiskfs;;
            esac
            [ -n "$on" ] || { echo 'checking for existing Lustre data: not found'; echo 'not formatted' >&2; exit 19; }
            [ -e registered ] && flags=0x1002 || flags=0x1062
            sed "s/: ldiskfs/: $on/;s/0x1062/$flags/" <<'X'
            checking for existing Lustre data: found

               Read previous values:
            Target:     demo-OST000a
            Index:      10
            Lustre FS:  demo
            Mount type: ldiskfs
            Flags:      0x1062
                          (OST first_time update no_primnode )
            Persistent mount opts: ,errors=remount-ro
            Parameters: mgsnode=10.0.0.1@tcp failover.node=10.0.0.11@tcp:10.0.0.12@tcp

            X
            """);
        Write("mkfs.lustre", $"""
            echo "$LUSTRE_INCARNATION" > stamp
            case "$*" in *--backfstype=zfs*) printf %s {PoolId} > pool; touch imported.pool;; *) printf %s {Uuid} > formatted;; esac
            """);
        Write("zpool", Zpool);
        Write("dumpe2fs", "echo 'MMP is clean'");
        Write("mount", "[ -d \"$4\" ] || exit 2; printf %s \"$3\" > mounted");
        Write("dmesg", "echo '[    1.000000] Linux'; [ -e marked ] && [ -e log ] && cat log; touch marked");
        Write("lnetctl", """
            case "$1" in
            net) [ -e lnet ] && cat lnet; exit 0;;
            import) [ "$(stat -c %a "$2")" = 600 ] || exit 98; cp "$2" imported; [ -e lnet.after ] && cp lnet.after lnet; exit 0;;
            esac
            """);
        Write("umount", "[ -e mounted ] || { echo 'not mounted' >&2; exit 32; }; rm mounted");
        Write("lctl", Lctl);
    }

    /// <summary>Directory of the tools.</summary>
    public string Bin { get; }

    /// <summary>Every call so far, one a line.</summary>
    public string[] Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    public bool Mounted => File.Exists(At("mounted"));

    public bool Formatted => File.Exists(At("formatted"));

    /// <summary>Writes a state file.</summary>
    public void Set(string file, string text = "")
    {
        var partial = At("." + file);
        File.WriteAllText(partial, text);
        File.Move(partial, At(file), overwrite: true);
    }

    /// <summary>Removes a state file.</summary>
    public void Clear(string file) => File.Delete(At(file));

    public bool Has(string file) => File.Exists(At(file));

    public string Read(string file) => File.ReadAllText(At(file)).Trim();

    /// <summary>Makes a tool fail.</summary>
    public void Fail(string tool, int exit, string stderr)
    {
        Set(tool + ".err", stderr);
        Set(tool + ".rc", exit.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private string At(string file) => Path.Combine(_state, file);

    private void Write(string tool, string script)
    {
        var path = Path.Combine(Bin, tool);
        File.WriteAllText(path, $$"""
            #!/bin/sh
            cd '{{_state}}' || exit 99
            echo "{{tool}} $*" >> calls
            while [ -e {{tool}}.hold ]; do sleep 0.02; done
            [ -e {{tool}}.rc ] && { cat {{tool}}.err >&2; exit "$(cat {{tool}}.rc)"; }
            {{script}}
            """ + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
