namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>A node for one row at a time, 16 bytes. Children as in a tree, but numbered through all trees.</summary>
/// <param name="Threshold">A row goes left where the feature is at most this.</param>
/// <param name="Feature">
/// The feature. With <see cref="MissingLeft"/> set, a missing value goes left too; with <see cref="Categorical"/> set, the rest is an index into the lists of slots.
/// </param>
/// <param name="Left">The left child.</param>
/// <param name="Right">The right child.</param>
internal readonly record struct RowNode(float Threshold, int Feature, int Left, int Right)
{
    public const int MissingLeft = 1 << 30;
    public const int Categorical = int.MinValue;
    public const int FeatureBits = MissingLeft - 1;
}
