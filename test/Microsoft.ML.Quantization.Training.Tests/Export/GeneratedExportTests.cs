using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Generated;

namespace Microsoft.ML.Quantization.Training.Tests.Export;

/// <summary>What was trained is what is exported: on random graphs the module is no farther from the file than ONNX Runtime without its optimizations is.</summary>
[TestClass]
public sealed class GeneratedExportTests
{
    private const int Graphs = 100;

    // Of the size of the outputs: sums are added up in another order.
    private const double Rounding = 1e-5;

    [TestMethod]
    public void TheModule_IsAsCloseToTheFileAsTheFileToItself()
    {
        using var folder = new TemporaryFolder();
        var graphs = Enumerable.Range(0, int.MaxValue).Select(seed => (Seed: seed, Graph: TrainedGraph.Create(GeneratedModel.Create(seed), folder.Path)))
            .Where(each => each.Graph != null).Take(Graphs).ToArray();
        string[] farther = [.. graphs.Where(each => each.Graph!.Module > each.Graph.Plain + Rounding)
            .Select(each => $"seed {each.Seed}: module {each.Graph!.Module:E1}, without optimizations {each.Graph.Plain:E1}")];
        Assert.IsEmpty(farther, string.Join('\n', farther));
    }
}
