namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>A trainer that AutoML tries.</summary>
/// <param name="Task">What it learns.</param>
/// <param name="IsTrees">Whether its model is made of trees, and so quantized in <see cref="QuantizationLevel.Exact"/>.</param>
/// <param name="Create">Creates it.</param>
internal sealed record AutoMLTrainer(LearningTask Task, bool IsTrees, Func<MLContext, IEstimator<ITransformer>> Create);
