namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Refuses columns that cannot be, or cannot be saved.</summary>
internal static class SupportedColumns
{
    /// <exception cref="NotSupportedException">No column holds a value of the model.</exception>
    /// <exception cref="ArgumentException">An output column has a name that it cannot have.</exception>
    public static void Check(ColumnMapping mapping, ModelSignature model)
    {
        foreach (var column in mapping.Inputs.Concat(mapping.Outputs))
        {
            CheckType(column.Tensor, model);
        }

        foreach (var output in mapping.Outputs)
        {
            CheckName(output, mapping.Inputs);
        }

        if (mapping.Outputs.DistinctBy(output => output.Published).Count() != mapping.Outputs.Length)
        {
            throw new ArgumentException($"Output columns of one name: {string.Join(", ", mapping.Outputs.Select(output => output.Name))}. Give each its own.");
        }
    }

    private static void CheckType(TensorSignature tensor, ModelSignature model)
    {
        if (tensor.OtherKind is { } kind)
        {
            var tensors = model.Outputs.Where(output => output.OtherKind == null).Select(output => output.Name);
            throw new NotSupportedException(
                $"'{tensor.Name}' of '{model.Source}' is {kind}, which no column of this step holds. If it is an output, leave it out: the outputs that are tensors are "
                + $"{string.Join(", ", tensors)}. A classifier of scikit-learn gives its scores as a tensor when it is exported without ZipMap.");
        }

        if (!ItemTypes.Supported(tensor.Type))
        {
            throw new NotSupportedException(
                $"'{tensor.Name}' of '{model.Source}' is of type {tensor.Type}, which no ML.NET column holds. Cast it to a number or a bool in the model.");
        }
    }

    private static void CheckName(MappedColumn output, MappedColumn[] inputs)
    {
        if (Array.Exists(inputs, input => input.Name == output.Name))
        {
            throw new ArgumentException($"Output column '{output.Name}' bears the name of an input column. Choose another name for it.");
        }

        if (output.Name != output.Tensor.Name && output.Name.EndsWith(MappedColumn.OutputSuffix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Output column '{output.Name}' ends in '{MappedColumn.OutputSuffix}', which ML.NET drops from a saved model. Choose another name.");
        }
    }
}
