using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class NonFinitePolicyTests
{
    [TestMethod]
    public void Check_IgnoresAFewValues()
    {
        float[] values = new float[20_000];
        values[3] = float.NaN;
        values[4] = float.NegativeInfinity;
        NonFinitePolicy.Check("x", SketchAssert.Scalar(values).Seen);
    }

    [TestMethod]
    public void Check_RefusesMoreAndSaysWhat()
    {
        float[] values = new float[20_000];
        values[3] = float.NaN;
        values[4] = float.NegativeInfinity;
        values[5] = float.NaN;
        ErrorAssert.Throws<InvalidOperationException>(
            () => NonFinitePolicy.Check("conv1", SketchAssert.Scalar(values).Seen), "'conv1'", "2 NaN and 1 infinite values among 20000", "0.01");
    }

    [TestMethod]
    public void Check_RefusesATensorThatWasNeverReached()
    {
        ErrorAssert.Throws<InvalidOperationException>(() => NonFinitePolicy.Check("conv1", default), "'conv1' had no values");
    }
}
