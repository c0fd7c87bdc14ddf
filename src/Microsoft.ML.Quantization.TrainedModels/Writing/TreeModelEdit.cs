using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Writing;

/// <summary>
/// Writes the trees of a saved stage again, in place: with the leaves of a model of the same trees, and without what only training reads. What was read before is known to be
/// of a layout and version that can be written.
/// </summary>
internal static class TreeModelEdit
{
    public static void Run(SavedTrees saved, TreeModel model, bool clear)
    {
        for (int i = 0; i < model.Ensembles.Count; i++)
        {
            var ensemble = model.Ensembles[i];
            saved.Stage.Edit(saved.Folders[i], (ref EntryEditor editor) => Run(ref editor, ensemble, clear));
        }
    }

    private static void Run(ref EntryEditor editor, TreeEnsemble ensemble, bool clear)
    {
        editor.Keep<int>(2);
        foreach (var tree in ensemble.Trees)
        {
            TreeEdit.Run(ref editor, tree, clear);
        }

        editor.KeepRest();
    }
}
