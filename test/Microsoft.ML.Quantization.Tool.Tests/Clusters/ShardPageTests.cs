using System.Diagnostics;
using Microsoft.ML.Quantization.Tool.Commands;
using YamlDotNet.RepresentationModel;

namespace Microsoft.ML.Quantization.Tool.Tests.Clusters;

/// <summary>The files for Slurm and Kubernetes in the documentation.</summary>
[TestClass]
public sealed class ShardPageTests
{
    [TestMethod]
    [DataRow("calibrate.sbatch", "calibrate")]
    [DataRow("merge.sbatch", "merge")]
    [DataRow("calibrate.yaml", "calibrate")]
    [DataRow("merge.yaml", "merge")]
    public void TheCommand_Parses(string file, string command)
    {
        string[] words = ShardPage.Commands(Script(file)).Single();
        Assert.AreEqual(command, words[0]);
        Assert.IsFalse(Array.Exists(words, word => word.Contains('$')), string.Join(' ', words));
        var parsed = RootCommandFactory.Create(TextWriter.Null, TextWriter.Null).Parse(words);
        Assert.IsEmpty(parsed.Errors, string.Join(", ", parsed.Errors));
        CollectionAssert.Contains(words, command == "merge" ? "shard-*.json" : "3/8");
    }

    [TestMethod]
    [DataRow("calibrate.sbatch")]
    [DataRow("merge.sbatch")]
    public void AScriptForSlurm_IsOne(string file)
    {
        string[] lines = ShardPage.Files[file].Split('\n');
        Assert.AreEqual("#!/bin/bash", lines[0]);
        int commands = Array.FindIndex(lines, line => line.Length > 0 && line[0] != '#');
        Assert.IsTrue(lines.Skip(commands).All(line => !line.StartsWith("#SBATCH", StringComparison.Ordinal)), "Slurm reads no options behind the first command.");
        if (!File.Exists("/bin/bash"))
        {
            return;
        }

        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        bash.StandardInput.Write(ShardPage.Files[file]);
        bash.StandardInput.Close();
        Assert.AreEqual("", bash.StandardError.ReadToEnd());
        bash.WaitForExit();
        Assert.AreEqual(0, bash.ExitCode);
    }

    [TestMethod]
    public void TheArray_HasATaskAShard()
    {
        Assert.Contains("#SBATCH --array=1-8\n", ShardPage.Files["calibrate.sbatch"]);
        Assert.Contains("SHARDS=8\n", ShardPage.Files["calibrate.sbatch"]);
        var spec = (YamlMappingNode)Job("calibrate.yaml")["spec"];
        Assert.AreEqual(("Indexed", "8"), ((string)spec["completionMode"]!, (string)spec["completions"]!));
    }

    [TestMethod]
    [DataRow("calibrate.yaml", "calibrate")]
    [DataRow("merge.yaml", "merge")]
    public void AJobForKubernetes_IsOne(string file, string name)
    {
        var job = Job(file);
        Assert.AreEqual(("batch/v1", "Job", name), ((string)job["apiVersion"]!, (string)job["kind"]!, (string)job["metadata"]["name"]!));
        var pod = job["spec"]["template"]["spec"];
        Assert.AreEqual("Never", (string)pod["restartPolicy"]!);
        var mounted = pod["containers"][0]["volumeMounts"][0];
        Assert.AreEqual((string)pod["volumes"][0]["name"]!, (string)mounted["name"]!);
        Assert.AreEqual((string)pod["containers"][0]["workingDir"]!, (string)mounted["mountPath"]!);
    }

    private static YamlMappingNode Job(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(ShardPage.Files[file]));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    /// <summary>What a shell is given.</summary>
    private static string Script(string file) =>
        file.EndsWith(".yaml", StringComparison.Ordinal) ? (string)Job(file)["spec"]["template"]["spec"]["containers"][0]["args"][0]! : ShardPage.Files[file];
}
