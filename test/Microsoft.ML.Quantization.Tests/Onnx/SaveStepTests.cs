using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Common;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>What is there when a process ends between any two steps of saving a model with its weights in a second file.</summary>
[TestClass]
public sealed class SaveStepTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void KilledAtAnyStep_TheOldPairOrTheNewOneIsWhole_AndTheNextSaveClearsUp()
    {
        SpecialFile.Require();

        // The second and the third save have another kind of name to replace than the first.
        foreach (int before in new[] { 0, 1, 2, 3 })
        {
            string folder = Directory.CreateDirectory(_folder.File($"{before}")).FullName;
            for (int version = 1; version <= before; version++)
            {
                OnnxModelWriter.Save(BigModel.Make(version), Path.Combine(folder, "m.onnx"));
            }

            var left = new List<(SaveStep Step, string Folder)>();
            OnnxModelWriter.Save(BigModel.Make(9), Path.Combine(folder, "m.onnx"), reached: step => left.Add((step, Copy(folder, $"{before}.{step}"))));
            Assert.HasCount(Enum.GetValues<SaveStep>().Length, left);
            foreach ((SaveStep step, string copy) in left)
            {
                int expected = step >= SaveStep.ModelInPlace ? 9 : before;
                if (expected == 0)
                {
                    Assert.IsFalse(File.Exists(Path.Combine(copy, "m.onnx")), $"{step}");
                }
                else
                {
                    AssertHolds(expected, copy, $"{step} of a save over {before} others");
                }

                OnnxModelWriter.Save(BigModel.Make(20), Path.Combine(copy, "m.onnx"));
                AssertHolds(20, copy, $"after {step} over {before}");
                Assert.HasCount(2, Directory.GetFileSystemEntries(copy), $"after {step} over {before}: {string.Join(", ", Directory.GetFileSystemEntries(copy))}");

                OnnxModelWriter.Save(new OnnxModel(SmallModels.Sum().Build(), "small.onnx"), Path.Combine(copy, "m.onnx"));
                Assert.HasCount(1, Directory.GetFileSystemEntries(copy));
            }
        }
    }

    [TestMethod]
    public void FailedAtAnyStep_TheOldPairStays_AndNothingElse()
    {
        OnnxModelWriter.Save(BigModel.Make(1), _folder.File("m.onnx"));
        foreach (SaveStep failing in Enum.GetValues<SaveStep>().Where(step => step < SaveStep.ModelInPlace))
        {
            Assert.ThrowsExactly<InvalidTimeZoneException>(() => OnnxModelWriter.Save(BigModel.Make(2), _folder.File("m.onnx"), reached: step =>
            {
                if (step == failing)
                {
                    throw new InvalidTimeZoneException();
                }
            }));
            CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, _folder.Entries, $"{failing}");
            AssertHolds(1, _folder.Path, $"{failing}");
        }
    }

    [TestMethod]
    public void TheSameModelAgain_GivesTheSameFiles()
    {
        string path = _folder.File("m.onnx");
        OnnxModelWriter.Save(BigModel.Make(1), path);
        OnnxModelWriter.Save(BigModel.Make(2), path);
        string[] names = _folder.Entries;
        byte[] model = File.ReadAllBytes(path);
        OnnxModelWriter.Save(BigModel.Make(2), path);
        CollectionAssert.AreEqual(names, _folder.Entries);
        CollectionAssert.AreEqual(model, File.ReadAllBytes(path));
        StringAssert.Matches(names[1], new("^m\\.onnx\\.[0-9a-f]{16}\\.data$"));
        AssertHolds(2, _folder.Path, "again");
    }

    [TestMethod]
    public void WhileAnotherProcessSaves_ItsFilesStay()
    {
        string path = _folder.File("m.onnx");
        OnnxModelWriter.Save(BigModel.Make(1), path);
        OnnxModelWriter.Save(BigModel.Make(2), path, reached: step =>
        {
            if (step == SaveStep.ModelWritten)
            {
                OnnxModelWriter.Save(BigModel.Make(3), path);
                AssertHolds(3, _folder.Path, "in between");
            }
        });
        AssertHolds(2, _folder.Path, "at last");
        OnnxModelWriter.Save(BigModel.Make(4), path);
        Assert.HasCount(2, _folder.Entries);
    }

    [TestMethod]
    public void DataOfOtherModels_Stays()
    {
        string[] others = ["m.onnx.0123456789abcdeX.data", "m.onnx.0123.data", "n.onnx.0123456789abcdef.data", "m.data", ".mlq-0.tmp", ".mlq-notours.model.tmp"];
        foreach (string name in others)
        {
            File.WriteAllText(_folder.File(name), "other");
        }

        OnnxModelWriter.Save(BigModel.Make(1), _folder.File("n.onnx"));
        OnnxModelWriter.Save(BigModel.Make(1), _folder.File("m.onnx"));
        OnnxModelWriter.Save(BigModel.Make(2), _folder.File("m.onnx"));
        CollectionAssert.IsSubsetOf(others.Where(name => name[0] != 'n').ToArray(), _folder.Entries);
        AssertHolds(1, _folder.Path, "n.onnx", "n.onnx");
    }

    private static void AssertHolds(int version, string folder, string what, string name = "m.onnx")
    {
        using OnnxModel expected = BigModel.Make(version);
        using OnnxModel found = OnnxModelReader.Load(Path.Combine(folder, name));
        CollectionAssert.AreEqual(TensorData.Floats(expected.Graph.Initializer[0]), TensorData.Floats(found.Graph.Initializer[0]), what);
    }

    /// <summary>What a process leaves that ends now: its files, and no lock on them.</summary>
    private string Copy(string folder, string name)
    {
        // .NET itself respects the locks of the save that is going on.
        string copy = _folder.File(name);
        using Process process = Process.Start("cp", ["-R", folder, copy]);
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode);
        return copy;
    }
}
