using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class LeftoverTests
{
    private const string FullDevice = "/dev/full";

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(nameof(BadColumnTests))]
    [DataRow(nameof(BadDataFitTests))]
    [DataRow(nameof(BadModelFitTests))]
    [DataRow(nameof(SavedPipelineTests))]
    [DataRow(nameof(UnsupportedModelTests))]
    public void FailuresAndSaves_LeaveNoTemporaryFile(string tests) => StringAssert.Matches(OwnProcess.Run($"FullyQualifiedName~.{tests}."), new("succeeded: [1-9]"));

    [TestMethod]
    public void SaveByMLNet_OntoAFullDevice_LeavesNoTemporaryFile()
    {
        if (!File.Exists(FullDevice))
        {
            Assert.Inconclusive($"Needs {FullDevice}.");
        }

        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        var context = new MLContext(1);
        using var source = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(context, 9, 6);
        using var model = StandInQuantizer.Estimator(context, source.Path).Fit(data);
        Assert.Throws<IOException>(() => context.Model.Save(model, data.Schema, FullDevice));
    }
}
