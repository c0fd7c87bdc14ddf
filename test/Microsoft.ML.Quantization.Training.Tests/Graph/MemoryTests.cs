using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Handlers;
using Microsoft.ML.Quantization.Training.Tests.Handlers;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

[TestClass]
public sealed class MemoryTests
{
    // This thread's only: the garbage collector's thread disposes of what other tests left.
    private static long Living => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    [TestMethod]
    public void ARunInADisposeScope_LeavesNoTensorsBehind()
    {
        foreach (var (name, form) in ArithmeticForms.All.Concat(ShapeForms.All).Concat(ResizeForms.All).Concat(PoolingForms.All).Concat(ConvolutionForms.All))
        {
            var model = form.Model();
            using var graph = new TorchGraph(model, OperatorHandlers.Find);
            var inputs = Agreement.Inputs(model, freeDimension: 2).ToDictionary(input => input.Name, input => TorchTensors.Stack([input]));
            long before = Living;
            using (NewDisposeScope())
            {
                graph.Run(inputs, null, ["y"]);
            }

            Assert.AreEqual(before, Living, name);
        }
    }
}
