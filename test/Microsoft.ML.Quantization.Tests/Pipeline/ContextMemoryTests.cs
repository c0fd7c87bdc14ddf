namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A context that lives as long as the program does not grow with what is done in it.</summary>
[TestClass]
public sealed class ContextMemoryTests
{
    private const int Rounds = 300;
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
        void Round()
        {
            using var model = StandInQuantizer.Estimator(context, file.Path).Fit(data);
            context.Quantization().Evaluate(data, model, floatModelFile: file.Path);
        }

        for (int i = 0; i < 50; i++)
        {
            Round();
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Rounds; i++)
        {
            Round();
        }

        long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / Rounds;
        Assert.IsLessThan(MostBytes, kept, "bytes kept a round");
        GC.KeepAlive(context);
    }
}
