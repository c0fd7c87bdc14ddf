using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Training.Tests;

[TestClass]
public sealed class LibTorchSystemsTests
{
    [TestMethod]
    [DataRow("LINUX", Architecture.X64, true)]
    [DataRow("WINDOWS", Architecture.X64, true)]
    [DataRow("OSX", Architecture.Arm64, true)]
    [DataRow("LINUX", Architecture.Arm64, false)]
    [DataRow("OSX", Architecture.X64, false)]
    public void Obstacle_IsNamedWhereThereIsNoPackage(string system, Architecture architecture, bool trains)
    {
        string? obstacle = LibTorchSystems.Obstacle(OSPlatform.Create(system), architecture);
        Assert.AreEqual(trains, obstacle == null);
        Assert.IsTrue(trains || obstacle!.Contains($"{system} {architecture}", StringComparison.Ordinal), obstacle);
    }

    /// <summary>Projects that train refer to the package of a system where there is one, and to none where there is none.</summary>
    [TestMethod]
    public void Projects_AskForThePackagesThatThereAre()
    {
        string[] projects = [.. Directory.GetFiles(Repository.Folder, "*.csproj", SearchOption.AllDirectories).Where(path => File.ReadAllText(path).Contains("Include=\"libtorch-cpu-", StringComparison.Ordinal))];
        Assert.IsGreaterThan(4, projects.Length);
        foreach (string project in projects)
        {
            string linux = File.ReadLines(project).Single(line => line.Contains("Include=\"libtorch-cpu-linux-x64\"", StringComparison.Ordinal));
            Assert.Contains("OSArchitecture)' == 'X64'", linux, project);
        }
    }
}
