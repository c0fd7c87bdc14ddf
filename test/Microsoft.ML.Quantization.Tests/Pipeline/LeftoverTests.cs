using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class LeftoverTests
{
    [TestMethod]
    [DataRow(nameof(BadColumnTests))]
    [DataRow(nameof(BadDataFitTests))]
    [DataRow(nameof(BadModelFitTests))]
    [DataRow(nameof(SavedPipelineTests))]
    [DataRow(nameof(UnsupportedModelTests))]
    public void FailuresAndSaves_LeaveNoTemporaryFile(string tests) => StringAssert.Matches(OwnProcess.Run($"FullyQualifiedName~.{tests}."), new("succeeded: [1-9]"));
}
