using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>A stage as ML.NET saves it, and the trees that were read of it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Model">The trees.</param>
/// <param name="Folders">Where each ensemble of the model is in the stage.</param>
internal sealed record SavedTrees(SavedStage Stage, TreeModel Model, IReadOnlyList<string> Folders);
