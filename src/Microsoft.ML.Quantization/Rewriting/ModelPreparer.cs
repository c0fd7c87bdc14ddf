using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>
/// Brings any model into the form that the other passes expect: opset 13 or later, constants and BatchNormalization folded by
/// ONNX Runtime's Basic optimization level, every node named, weights in initializers. Inputs, outputs, names, documentation
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
        ModelProto raised = model.Proto.Clone();
        GraphCleanup.RemoveInitializersFromInputs(raised.Graph);
        Upgrade(raised, model.SourcePath);
        raised.IrVersion = Math.Max(raised.IrVersion, OldestIrVersion);

        OnnxModel prepared = BasicOptimization.Run(model.With(raised));
        ModelInterface.Restore(prepared.Proto, raised);
        ConstantNodes.ToInitializers(prepared.Graph);
        GraphCleanup.ArrangeInitializers(prepared.Graph);
        GraphCleanup.ArrangeValueInfo(prepared.Graph);
        NodeNames.Complete(prepared.Graph);
        Opset.RemoveUnused(prepared.Proto);
        return prepared;
    }

    private static void Upgrade(ModelProto model, string path)
    {
        try
        {
            OpsetUpgrader.Upgrade(model, OldestOpset);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"Model '{path}': {e.Message}", e);
        }
    }
}
