namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A context that lives as long as the program does not grow with what is done in it.</summary>
[TestClass]
public sealed class ContextMemoryTests
{
    private const int MostBytes = 200;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Context_KeepsNothingOfWhatIsDoneOften()
    {
        // Others' garbage would be counted.
        if (OwnProcess.RunsAlone(TestContext))
        {
            return;
        }

        var context = new MLContext(1);
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(context, 5, 6);
        AssertNothingKept(300, () =>
        {
            using var model = StandInQuantizer.Estimator(context, file.Path).Fit(data);
            context.Quantization().Evaluate(data, model, floatModelFile: file.Path);
        });
        AssertNothingKept(300, () => context.Transforms.Quantize(file.Path, QuantizerRun.Everything).Fit(data).Dispose());
        GC.KeepAlive(context);
    }

    private static void AssertNothingKept(int rounds, Action round)
    {
        for (int i = 0; i < rounds / 6; i++)
        {
            round();
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < rounds; i++)
        {
            round();
        }

        long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / rounds;
        Assert.IsLessThan(MostBytes, kept, "bytes kept a round");
    }
}
