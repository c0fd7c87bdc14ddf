namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>A trainer with random options.</summary>
/// <param name="Trainer">The trainer.</param>
/// <param name="IsTrees">Whether its model is made of trees, and so quantized.</param>
/// <param name="LearnsFlag">Whether it learns the column "Binary".</param>
internal sealed record RandomTrainer(IEstimator<ITransformer> Trainer, bool IsTrees, bool LearnsFlag)
{
    /// <summary>Three of four are made of trees.</summary>
    public static RandomTrainer Create(MLContext context, Random random) => random.Next(4) > 0 ? RandomTreeTrainers.Create(context, random) : RandomOtherTrainers.Create(context, random);
}
