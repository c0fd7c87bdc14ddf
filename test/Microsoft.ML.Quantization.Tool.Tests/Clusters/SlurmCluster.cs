using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Microsoft.ML.Quantization.Tool.Tests.Clusters;

/// <summary>A cluster of this machine alone, with keys, ports and files of its own; its processes end with it.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "sinfo"];

    private readonly List<Process> _daemons = [];
    private readonly string _folder;
    private readonly string _configuration;

    /// <param name="folder">Where its files go.</param>
    [UnsupportedOSPlatform("windows")]
    public SlurmCluster(string folder)
    {
        _folder = folder;
        foreach (string name in new[] { "state", "spool" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        string key = Path.Combine(folder, "munge.key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        _configuration = Path.Combine(folder, "slurm.conf");
        File.WriteAllText(_configuration, Configuration());
        Start("munged", "--foreground", "--force", $"--key-file={key}", $"--socket={Path.Combine(folder, "munge.socket")}", $"--pid-file={Path.Combine(folder, "munge.pid")}", $"--log-file={Path.Combine(folder, "munge.log")}", $"--seed-file={Path.Combine(folder, "munge.seed")}");
        WaitUntil(() => File.Exists(Path.Combine(folder, "munge.socket")));
        Start("slurmctld", "-D");
        Start("slurmd", "-D");
        WaitUntil(() => Run("sinfo", "--noheader", "--format=%t").Output.Trim() == "idle");
    }

    /// <summary>What is not there that a cluster takes; <see langword="null"/> where there is all.</summary>
    public static string? Missing => !OperatingSystem.IsLinux() ? "Linux" : Array.Find(Programs, name => Find(name) == null) is { } program ? $"{program}, of Debian's package slurm-wlm" : null;

    /// <summary>Variables of the jobs.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Runs a command of Slurm.</summary>
    public (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    public void Dispose()
    {
        for (int i = _daemons.Count - 1; i >= 0; i--)
        {
            _daemons[i].Kill(entireProcessTree: true);
            _daemons[i].WaitForExit();
            _daemons[i].Dispose();
        }
    }

    private void Start(string program, params string[] arguments)
    {
        var daemon = Process.Start(Info(program, arguments))!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        _daemons.Add(daemon);
    }

    private ProcessStartInfo Info(string program, string[] arguments)
    {
        var info = new ProcessStartInfo(Find(program)!, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["SLURM_CONF"] = _configuration;
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private string Configuration()
    {
        string host = Dns.GetHostName().Split('.')[0];
        string user = System.Environment.UserName;
        return $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmUser={user}
            SlurmdUser={user}
            AuthType=auth/munge
            AuthInfo=socket={_folder}/munge.socket
            StateSaveLocation={_folder}/state
            SlurmdSpoolDir={_folder}/spool
            SlurmctldPidFile={_folder}/slurmctld.pid
            SlurmdPidFile={_folder}/slurmd.pid
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            MpiDefault=none
            AccountingStorageType=accounting_storage/none
            JobAcctGatherType=jobacct_gather/none
            NodeName={host} NodeAddr=127.0.0.1 CPUs={System.Environment.ProcessorCount}
            PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """;
    }

    private void WaitUntil(Func<bool> isSo)
    {
        for (var watch = Stopwatch.StartNew(); !isSo(); Thread.Sleep(200))
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                Dispose();
                throw new TimeoutException("The cluster does not start.");
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find(string program) => new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
