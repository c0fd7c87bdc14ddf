using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>The model of a step is the file that was there when the step was made.</summary>
[TestClass]
public sealed class ModelPathTests
{
    private readonly MLContext _context = new(1);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void RelativePath_IsResolvedWhenTheStepIsMade()
    {
        // The working folder is the whole process's.
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string before = Environment.CurrentDirectory;
        try
        {
            File.WriteAllBytes(folder.File("dense.onnx"), PipelineModels.Dense(6, 4, "N").ToByteArray());
            Environment.CurrentDirectory = folder.Path;
            var step = StandInQuantizer.Estimator(_context, "dense.onnx");
            Environment.CurrentDirectory = before;
            using var model = step.Fit(PipelineData.Table(_context, 9, 6));
            Assert.AreEqual(9, model.Transform(PipelineData.Table(_context, 9, 6)).GetRowCount());
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [TestMethod]
    public void ModelReplacedAfterTheStepWasMade_IsRefused()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var step = _context.Transforms.Quantize(file.Path);
        File.WriteAllBytes(file.Path, PipelineModels.Dense(6, 5, "N").ToByteArray());
        ErrorAssert.Throws<InvalidDataException>(() => step.Fit(PipelineData.Table(_context, 9, 6)), file.Path, "no longer");
        File.Delete(file.Path);
        ErrorAssert.Throws<FileNotFoundException>(() => step.Fit(PipelineData.Table(_context, 9, 6)), file.Path, "gone");
    }

    [TestMethod]
    public void ModelWrittenAgainAsItWas_IsTaken()
    {
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var step = StandInQuantizer.Estimator(_context, file.Path);
        File.WriteAllBytes(file.Path, PipelineModels.Dense(6, 4, "N").ToByteArray());
        using var model = step.Fit(PipelineData.Table(_context, 9, 6));
    }
}
