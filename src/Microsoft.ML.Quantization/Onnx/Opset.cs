namespace Microsoft.ML.Quantization.Onnx;

/// <summary>The operator sets a model imports.</summary>
internal static class Opset
{
    public static bool IsDefaultDomain(string domain) => domain is "" or "ai.onnx";

    /// <summary>The imported version of the default domain, or 0 where the model imports none.</summary>
    public static long Version(ModelProto model) =>
        model.OpsetImport.Where(import => IsDefaultDomain(import.Domain)).Select(import => import.Version).DefaultIfEmpty(0).Max();

    public static void SetVersion(ModelProto model, long version)
    {
        foreach (OperatorSetIdProto import in model.OpsetImport.Where(import => IsDefaultDomain(import.Domain)))
        {
            import.Version = version;
        }
    }

    /// <summary>Drops the imports of domains that no node of the model uses; the default domain stays.</summary>
    public static void RemoveUnused(ModelProto model)
    {
        HashSet<string> used = [.. ModelWalker.Nodes(model).Select(node => node.Domain), .. model.Functions.Select(function => function.Domain)];
        foreach (OperatorSetIdProto import in model.OpsetImport.Where(i => !IsDefaultDomain(i.Domain) && !used.Contains(i.Domain)).ToList())
        {
            model.OpsetImport.Remove(import);
        }
    }
}
