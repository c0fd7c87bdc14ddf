namespace Microsoft.ML.Quantization.TrainedModels.Compiling;

/// <summary>Where the parts of a tree stand in the arrays of a <see cref="TreeProgram"/>.</summary>
/// <param name="Selection">Its first selection.</param>
/// <param name="SelectionCount">How many it has.</param>
/// <param name="Plane">The first of its planes.</param>
/// <param name="PlaneCount">The planes in use.</param>
/// <param name="Leaf">Its first leaf.</param>
/// <param name="Exit">Its first exit, or -1 where all exits are leaves.</param>
internal readonly record struct PlannedTree(int Selection, int SelectionCount, int Plane, int PlaneCount, int Leaf, int Exit);
