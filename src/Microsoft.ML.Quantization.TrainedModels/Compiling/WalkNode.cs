namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>A node below the part of a large tree that is decided at once. Children as in a tree, but numbered through all trees.</summary>
internal readonly record struct WalkNode(int Condition, int Left, int Right);
