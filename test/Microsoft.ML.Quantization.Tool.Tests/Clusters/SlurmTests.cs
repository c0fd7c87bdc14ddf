namespace Microsoft.ML.Quantization.Tool.Tests.Clusters;

/// <summary>The documented scripts, run by Slurm.</summary>
[TestClass]
public sealed class SlurmTests
{
    [TestMethod]
    public void TheDocumentedScripts_GiveTheBytesOfQuantize()
    {
        if (!OperatingSystem.IsLinux() || SlurmCluster.Missing is not null)
        {
            Assert.Inconclusive($"Needs {SlurmCluster.Missing}.");
            return;
        }

        using var scratch = new Scratch();
        scratch.Images("images", 4, 10);
        File.Copy(ToolRun.FashionModel, scratch["model.onnx"]);
        ToolRun.Of("quantize", scratch["model.onnx"], "--data", scratch["images"], "--preset", "imagenet", "-o", scratch["whole.onnx"]).Succeeds();
        foreach (string file in new[] { "calibrate.sbatch", "merge.sbatch" })
        {
            File.WriteAllText(scratch[file], ShardPage.Files[file]);
        }

        // The command as a tool that is installed.
        string bin = Directory.CreateDirectory(scratch["bin"]).FullName;
        File.WriteAllText(Path.Combine(bin, "mlquant"), $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "mlquant.dll")}' \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(bin, "mlquant"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using var cluster = new SlurmCluster(scratch.Folder) { Environment = { ["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}" } };
        var calibration = cluster.Run("sbatch", "--parsable", "--cpus-per-task=1", "calibrate.sbatch");
        Assert.AreEqual(0, calibration.ExitCode, calibration.Output);
        var merge = cluster.Run("sbatch", "--wait", "--cpus-per-task=1", $"--dependency=afterok:{calibration.Output.Trim()}", "--kill-on-invalid-dep=yes", "merge.sbatch");
        string logs = string.Concat(Directory.GetFiles(scratch.Folder, "*.log").Where(log => Path.GetFileName(log) is "merge.log" or "calibrate-1.log").Select(File.ReadAllText));
        Assert.AreEqual(0, merge.ExitCode, merge.Output + logs);
        Assert.HasCount(8, Directory.GetFiles(scratch.Folder, "shard-*.json"));
        CollectionAssert.AreEqual(File.ReadAllBytes(scratch["whole.onnx"]), File.ReadAllBytes(scratch["model.int8.onnx"]));
        Assert.IsTrue(File.Exists(scratch["report.html"]));
    }
}
