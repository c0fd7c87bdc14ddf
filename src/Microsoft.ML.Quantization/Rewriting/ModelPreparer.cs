using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Onnx.Upgrading;
using Microsoft.ML.Quantization.Rewriting.Folding;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Brings any model into the form that the other passes expect: opset 13 or later, constants and BatchNormalization folded by
/// ONNX Runtime's Basic optimization level, and what is left of constant factors behind layers by ours, every node named, weights in initializers. Inputs, outputs, names, documentation
/// and metadata stay those of the file.
/// </summary>
internal static class ModelPreparer
{
    private const long OldestOpset = 13;

    // The format version that came with opset 13; initializers that are no graph inputs need 4 at least.
    private const long OldestIrVersion = 7;

    /// <summary>A prepared copy; the model itself is left as it is.</summary>
    /// <exception cref="InvalidDataException">ONNX Runtime finds the model faulty.</exception>
    /// <exception cref="NotSupportedException">An operator is unknown, or its old version cannot be raised.</exception>
    public static OnnxModel Prepare(OnnxModel model)
    {
        ModelProto original = model.Proto.Clone();
        GraphCleanup.RemoveInitializersFromInputs(original.Graph);
        original.IrVersion = Math.Max(original.IrVersion, OldestIrVersion);

        OnnxModel prepared = FoldBranches(FoldCasts(FoldAndRaise(model.View(original))));
        ModelInterface.Restore(prepared.Proto, original);
        ConstantNodes.ToInitializers(prepared.Graph);
        SumNodes.ToAdditions(prepared.Graph);
        IdleGaps.Remove(prepared.Graph);
        FactorFolding.Apply(prepared.Graph);
        GraphCleanup.ArrangeInitializers(prepared.Graph);
        GraphCleanup.ArrangeValueInfo(prepared.Graph);
        NodeNames.Complete(prepared.Graph);
        Opset.RemoveUnused(prepared.Proto);
        return prepared;
    }

    private static OnnxModel FoldAndRaise(OnnxModel model)
    {
        if (Opset.Version(model.Proto) is 0 or >= OldestOpset)
        {
            return BasicOptimization.Run(model);
        }

        // Folded before it is raised, so that the rules find constants where constants are computed, and again after it.
        using OnnxModel folded = BasicOptimization.Run(model);
        ModelProto raised = folded.Proto.Clone();
        try
        {
            OpsetUpgrader.Upgrade(raised, OldestOpset, () => TensorShapes.Infer(folded));
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"Model '{model.SourcePath}': {e.Message}", e);
        }

        return BasicOptimization.Run(folded.View(raised));
    }

    private static OnnxModel FoldBranches(OnnxModel model)
    {
        if (!ConstantBranches.Inline(model.Graph))
        {
            return model;
        }

        using (model)
        {
            return BasicOptimization.Run(model);
        }
    }

    // On the CPU ONNX Runtime computes a float16 model in float, but inserts the casts only after it has folded constants.
    private static OnnxModel FoldCasts(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        if (!model.Graph.Node.Any(node => node.Is("Cast") && index.Initializer(node.Input[0]) != null))
        {
            return model;
        }

        using (model)
        {
            return BasicOptimization.Run(model);
        }
    }
}
