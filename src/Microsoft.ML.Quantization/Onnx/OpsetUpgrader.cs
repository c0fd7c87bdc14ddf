namespace Microsoft.ML.Quantization.Onnx;

/// <summary>Raises the default operator set of a model.</summary>
internal static class OpsetUpgrader
{
    public static void Upgrade(ModelProto model, long version = 13)
    {
        long from = Opset.Version(model);
        if (from == 0 || from >= version)
        {
            return;
        }

        throw new NotSupportedException($"it uses opset {from}; {version} or later is needed. Export it again for a later opset.");
    }
}
