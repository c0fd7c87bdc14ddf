using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>The factors of a Gemm, those of zero and below it included, are in the model that comes out.</summary>
[TestClass]
public sealed class GemmFactorTests
{
    [TestMethod]
    [DataRow(1f, 0f)]
    [DataRow(0.5f, 0f)]
    [DataRow(1f, -2f)]
    [DataRow(-0.25f, 1e-30f)]
    [DataRow(0f, 1f)]
    [DataRow(0f, 0f)]
    public void AGemm_IsTrainedAndExported(float alpha, float beta)
    {
        foreach (bool correct in new[] { true, false })
        {
            using var training = new AnyTraining();
            var log = new TrainingLog(training.Context);
            var model = Form.Of(17, -1, 16).Made("w", 16, 12).Made("c", 12).Made("v", 12, 4)
                .Node("Gemm", "x w c", "g", ("alpha", alpha), ("beta", beta)).Node("Tanh", "g", "t").Node("Gemm", "t v", "y");
            var options = AnyTraining.Options with { Quantization = new QuantizationOptions { OnlyWhereFaster = false, BiasCorrection = correct } };
            float[][] scores = training.Run(model, training.Data(48, 1, 16), options: options);

            Assert.IsTrue(scores.SelectMany(row => row).All(float.IsFinite));

            // With a factor of zero all rows are the same, and training brings the values to where they round up as well as down.
            Assert.IsLessThan(alpha == 0 ? 2 : 0.5, log.Difference, $"alpha {alpha}, beta {beta}, correction {correct}");
        }
    }
}
