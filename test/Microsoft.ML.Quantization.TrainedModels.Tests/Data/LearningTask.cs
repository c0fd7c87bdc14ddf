namespace Microsoft.ML.Quantization.TrainedModels.Tests.Data;

/// <summary>What a model learns, and so which catalog of ML.NET evaluates it.</summary>
internal enum LearningTask
{
    Binary,
    BinaryWithoutProbability,
    Multiclass,
    Regression,
    Ranking,
    Clustering,
    AnomalyDetection,
}
