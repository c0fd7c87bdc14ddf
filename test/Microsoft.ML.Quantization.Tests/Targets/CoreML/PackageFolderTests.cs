using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>A package is there whole or not at all.</summary>
[TestClass]
public sealed class PackageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public required TestContext TestContext { get; set; }

    public void Dispose() => _folder.Dispose();

    private string Package => _folder.File("model.mlpackage");

    private string[] Left => [.. Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [TestMethod]
    public void APackage_IsReplacedWhole()
    {
        PackageFolder.Write(Package, folder => Fill(folder, "old", "gone"));
        PackageFolder.Write(Package, folder => Fill(folder, "new"));
        CollectionAssert.AreEqual(new[] { "Manifest.json", "new" }, Directory.GetFiles(Package).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray());
        CollectionAssert.AreEqual(new[] { "model.mlpackage" }, Left);
    }

    [TestMethod]
    public void AFailure_LeavesTheOldPackage_AndNothingElse()
    {
        PackageFolder.Write(Package, folder => Fill(folder, "old"));
        Assert.ThrowsExactly<IOException>(() => PackageFolder.Write(Package, folder =>
        {
            Fill(folder, "half");
            throw new IOException("No space left on device");
        }));
        Assert.IsTrue(File.Exists(Path.Combine(Package, "old")));
        CollectionAssert.AreEqual(new[] { "model.mlpackage" }, Left);
    }

    [TestMethod]
    public void WhatIsNoPackage_IsNotReplaced()
    {
        File.WriteAllText(_folder.File("file"), "");
        Directory.CreateDirectory(_folder.File("other"));
        File.WriteAllText(Path.Combine(_folder.File("other"), "work"), "");
        foreach (string name in new[] { "file", "other" })
        {
            var thrown = Assert.ThrowsExactly<IOException>(() => PackageFolder.Write(_folder.File(name), folder => Fill(folder, "new")));
            StringAssert.Contains(thrown.Message, name);
        }

        Directory.CreateDirectory(_folder.File("empty"));
        PackageFolder.Write(_folder.File("empty"), folder => Fill(folder, "new"));
        CollectionAssert.AreEqual(new[] { "empty", "file", "other" }, Left);
    }

    [TestMethod]
    public void AMissingFolder_IsNamed() => StringAssert.Contains(
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => PackageFolder.Write(Path.Combine(_folder.File("none"), "model.mlpackage"), _ => Assert.Fail("nothing is written"))).Message, "none");

    [TestMethod]
    [DataRow(false, "old", DisplayName = "before the new one was in place")]
    [DataRow(true, "new", DisplayName = "after")]
    public void AProcessThatWasKilledWhileReplacing_LeavesAWholePackageForTheNext(bool isReplaced, string kept)
    {
        PackageFolder.Write(Package, folder => Fill(folder, "old"));
        string aside = _folder.File(".mlq-package-old-model.mlpackage");
        Directory.Move(Package, aside);
        if (isReplaced)
        {
            PackageFolder.Write(_folder.File("made"), folder => Fill(folder, "new"));
            Directory.Move(_folder.File("made"), Package);
        }

        Assert.ThrowsExactly<InvalidOperationException>(() => PackageFolder.Write(Package, _ => throw new InvalidOperationException()));
        Assert.IsTrue(File.Exists(Path.Combine(Package, kept)));
        CollectionAssert.AreEqual(new[] { "model.mlpackage" }, Left);
    }

    [TestMethod]
    public void ALink_IsFollowed()
    {
        PackageFolder.Write(Package, folder => Fill(folder, "old"));
        Directory.CreateSymbolicLink(_folder.File("link.mlpackage"), Package);
        PackageFolder.Write(_folder.File("link.mlpackage"), folder => Fill(folder, "new"));
        Assert.IsNotNull(new DirectoryInfo(_folder.File("link.mlpackage")).LinkTarget);
        Assert.IsTrue(File.Exists(Path.Combine(Package, "new")));
    }

    [TestMethod]
    public void AFullDisk_NamesThePackage_AndKeepsTheOldOne()
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        var model = QuantizerRun.Quantize(SmallModels.Residual(), QuantizerRun.Rows(2, SmallModels.Image), new QuantizationOptions { Target = QuantizationTarget.CoreML, Effort = QuantizationEffort.Fast }).Model;
        var writer = QuantizationTarget.CoreML.Definition.Writer;
        writer.Save(model, Package);
        byte[] before = File.ReadAllBytes(Path.Combine(Package, "Manifest.json"));
        foreach (int space in new[] { 0, 64, 300, 2000 })
        {
            using (new FileSizeLimit(space))
            {
                var thrown = Assert.ThrowsExactly<IOException>(() => writer.Save(model, Package));
                StringAssert.Contains(thrown.Message, "model.mlpackage");
            }

            CollectionAssert.AreEqual(before, File.ReadAllBytes(Path.Combine(Package, "Manifest.json")));
            CollectionAssert.AreEqual(new[] { "model.mlpackage" }, Left);
        }
    }

    private static void Fill(string folder, params string[] names)
    {
        foreach (string name in (string[])["Manifest.json", .. names])
        {
            File.WriteAllText(Path.Combine(folder, name), name);
        }
    }
}
