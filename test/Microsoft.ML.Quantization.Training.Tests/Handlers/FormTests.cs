using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Graph;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Forms of operators that the standard's cases do not have, against ONNX Runtime.</summary>
[TestClass]
public sealed class FormTests
{
    private const double Rounding = 1e-6;

    private static readonly IReadOnlyDictionary<string, ModelBuilder>[] Families = [ConvolutionForms.All, PoolingForms.All, ResizeForms.All, ShapeForms.All, ArithmeticForms.All];

    public static IEnumerable<object[]> Forms => Families.SelectMany(family => family.Keys).Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void AForm_AgreesWithOnnxRuntime(string name)
    {
        var model = Families.Single(family => family.ContainsKey(name))[name].Model();
        Assert.IsLessThan(Rounding, Agreement.OfRun(model));
    }
}
