using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Calibration;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>No space left: one error that names the file, the old file whole, nothing else left behind.</summary>
[TestClass]
public sealed class FullDiskTests
{
    private readonly MLContext _context = new(1);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(0)]
    [DataRow(64)]
    public void EverySave_KeepsTheOldFile(int space)
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using var source = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 9, 6);
        using var model = StandInQuantizer.Estimator(_context, source.Path).Fit(data);
        CalibrationTable table = CalibrationTables.Make();
        using OnnxModel big = BigModel.Make();

        Refused(space, model.SaveOnnx);
        Refused(space, path => _context.Quantization().Save(model, data.Schema, path));
        Refused(space, table.Save);
        Refused(space, table.SaveOnnxRuntimeCache);
        Refused(space, table.SaveTensorRTCache);
        Refused(space, path => OnnxModelWriter.Save(big, path));

        // ML.NET removes the temporary folder of its own that a failed save leaves when its writer is finalized.
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(64)]
    [DataRow(1500)]
    public void EveryTarget_KeepsTheOldFile(int space)
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        QuantizationTarget[] targets = [QuantizationTarget.LiteRt, QuantizationTarget.EdgeTpu, QuantizationTarget.OnnxRuntimeArm64, QuantizationTarget.TensorRT];
        using var source = new ModelFile(SmallModels.Residual());
        using var model = _context.Transforms.Quantize(source.Path, new QuantizationOptions { AlsoFor = targets, OnlyWhereFaster = false }).Fit(PipelineData.Table(_context, 9, 8 * 36));
        Array.ForEach(targets, target => Refused(space, path => model.SaveForTarget(path, target), target.Name));
    }

    [TestMethod]
    public void SaveWithExternalData_WhereOnlyTheWeightsFit_KeepsBothOldFiles()
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using OnnxModel big = BigModel.Make();
        big.Proto.DocString = new string('x', 30_000);
        using var folder = new ModelFolder();
        File.WriteAllText(folder.File("m.onnx"), "old");
        File.WriteAllText(folder.File("m.onnx.data"), "old weights");
        using (new FileSizeLimit(20_000))
        {
            ErrorAssert.Throws<IOException>(() => OnnxModelWriter.Save(big, folder.File("m.onnx")), folder.File("m.onnx"));
        }

        Assert.AreEqual("old", File.ReadAllText(folder.File("m.onnx")));
        Assert.AreEqual("old weights", File.ReadAllText(folder.File("m.onnx.data")));
        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, folder.Entries);
    }

    [TestMethod]
    [DataRow(64)]
    [DataRow(20_000)]
    public void SaveOfAPairOverAPair_WhereTheWeightsOrTheModelDoNotFit_KeepsTheOldPair(int space)
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using var folder = new ModelFolder();
        OnnxModelWriter.Save(BigModel.Make(1), folder.File("m.onnx"));
        byte[][] old = [.. folder.Entries.Select(name => File.ReadAllBytes(folder.File(name)))];
        using OnnxModel big = BigModel.Make(2);
        big.Proto.DocString = new string('x', 30_000);
        using (new FileSizeLimit(space))
        {
            ErrorAssert.Throws<IOException>(() => OnnxModelWriter.Save(big, folder.File("m.onnx")), $"Cannot write '{folder.File("m.onnx")}");
        }

        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, folder.Entries);
        CollectionAssert.AreEqual(old[0], File.ReadAllBytes(folder.File("m.onnx")));
        CollectionAssert.AreEqual(old[1], File.ReadAllBytes(folder.File("m.onnx.data")));
    }

    [TestMethod]
    public void SaveOverAModelWithExternalData_WhereTheNewOneDoesNotFit_KeepsBothOldFiles()
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using OnnxModel big = BigModel.Make();
        using var folder = new ModelFolder();
        OnnxModelWriter.Save(big, folder.File("m.onnx"));
        byte[][] old = [.. folder.Entries.Select(name => File.ReadAllBytes(folder.File(name)))];
        using (new FileSizeLimit(64))
        {
            ErrorAssert.Throws<IOException>(() => OnnxModelWriter.Save(new OnnxModel(SmallModels.Conv(), "small.onnx"), folder.File("m.onnx")), folder.File("m.onnx"));
        }

        CollectionAssert.AreEqual(new[] { "m.onnx", "m.onnx.data" }, folder.Entries);
        CollectionAssert.AreEqual(old[0], File.ReadAllBytes(folder.File("m.onnx")));
        CollectionAssert.AreEqual(old[1], File.ReadAllBytes(folder.File("m.onnx.data")));
    }

    [TestMethod]
    public void Fit_WithoutSpaceForTemporaryFiles_SaysSo()
    {
        FileSizeLimit.Require();
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using var source = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(_context, 9, 6);
        var estimator = _context.Transforms.Quantize(source.Path, QuantizerRun.Everything);
        using (new FileSizeLimit(100))
        {
            ErrorAssert.Throws<IOException>(() => estimator.Fit(data), source.Path, Path.GetTempPath(), "TMPDIR");
        }
    }

    private static void Refused(int space, Action<string> save, [CallerArgumentExpression(nameof(save))] string what = "")
    {
        using var folder = new ModelFolder();
        string path = folder.Write([1, 2, 3]);
        using (new FileSizeLimit(space))
        {
            foreach (string target in new[] { path, folder.File("new") })
            {
                StringAssert.Contains(Assert.ThrowsExactly<IOException>(() => save(target), what).Message, $"Cannot write '{target}", what);
            }
        }

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, File.ReadAllBytes(path), what);
        CollectionAssert.AreEqual(new[] { "m.onnx" }, folder.Entries, what);
    }
}
