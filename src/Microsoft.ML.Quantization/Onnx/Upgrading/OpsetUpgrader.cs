namespace Microsoft.ML.Quantization.Onnx.Upgrading;

/// <summary>
/// Raises the default operator set of a model from 7 to 12 to <see cref="Newest"/>: each node is rewritten as the later version
/// of its operator wants it, so that the model computes what it did. Version histories: the ONNX specification's Changelog.
/// </summary>
internal static class OpsetUpgrader
{
    /// <summary>The version that models can be raised to.</summary>
    public const long Newest = 13;

    /// <summary>Raises the model in place; one that is at <paramref name="version"/> or later is left untouched.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">The version to reach, at most <see cref="Newest"/>.</param>
    /// <param name="shapes">Tells types and shapes of the main graph's tensors; asked only where a rule needs them.</param>
    /// <exception cref="NotSupportedException">An operator's old form has no equal in the new version.</exception>
    public static void Upgrade(ModelProto model, long version = Newest, Func<TensorShapes>? shapes = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, Newest);
        long from = Opset.Version(model);
        if (from == 0 || from >= version)
        {
            return;
        }

        if (model.Functions.Count > 0)
        {
            throw new NotSupportedException($"it has local functions and uses opset {from}; export it for opset {version} or later.");
        }

        var context = new UpgradeContext(model, from, shapes);
        Upgrade(new UpgradeScope(context, model.Graph, null));
        Opset.SetVersion(model, version);
    }

    private static void Upgrade(UpgradeScope scope)
    {
        var raised = new List<NodeProto>();
        foreach (NodeProto node in scope.Graph.Node)
        {
            foreach (GraphProto inner in ModelWalker.Subgraphs(node))
            {
                Upgrade(new UpgradeScope(scope.Context, inner, scope));
            }

            raised.AddRange(Opset.IsDefaultDomain(node.Domain) ? UpgradeRules.For(node)(node, scope) : [node]);
        }

        scope.Graph.Node.Clear();
        scope.Graph.Node.AddRange(raised);
    }
}
