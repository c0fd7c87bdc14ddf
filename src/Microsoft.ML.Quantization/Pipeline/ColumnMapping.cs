namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>A column and the model tensor it feeds or is filled from.</summary>
internal sealed record MappedColumn(string Name, TensorSignature Tensor);

/// <summary>Which column goes with which input and output of a model.</summary>
internal sealed record ColumnMapping(MappedColumn[] Inputs, MappedColumn[] Outputs)
{
    // A stock OnnxTransformer publishes an output of this ending without it.
    private const string OutputSuffix = ".output";

    /// <summary>
    /// Columns by name where every name is one of the graph's, by order where none is (or stands at its own place).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">The output columns; <see langword="null"/> where they are named as the graph's outputs.</param>
    /// <param name="inputs">The input columns; <see langword="null"/> where they are named as the graph's inputs.</param>
    public static ColumnMapping Create(ModelSignature model, string[]? outputs, string[]? inputs)
    {
        outputs ??= [.. model.Outputs.Select(output => output.Name)];
        inputs ??= [.. model.Inputs.Select(input => input.Name)];
        CheckNames(outputs, "outputColumnNames");
        CheckNames(inputs, "inputColumnNames");
        if (inputs.Length != model.Inputs.Length)
        {
            throw new ArgumentException($"'{model.Source}' needs {model.Inputs.Length} input columns ({Names(model.Inputs)}), but {inputs.Length} were given.", nameof(inputs));
        }

        var mapping = new ColumnMapping(Map(model.Inputs, inputs, model.Source, "input"), Map(model.Outputs, outputs, model.Source, "output"));
        mapping.CheckSupported(model.Source);
        return mapping with { Outputs = [.. mapping.Outputs.Select(output => output with { Name = Published(output) })] };
    }

    private static MappedColumn[] Map(TensorSignature[] tensors, string[] columns, string source, string kind)
    {
        var byName = tensors.ToDictionary(tensor => tensor.Name);
        if (columns.All(byName.ContainsKey))
        {
            return [.. columns.Select(column => new MappedColumn(column, byName[column]))];
        }

        if (columns.Length > tensors.Length)
        {
            throw new ArgumentException($"{columns.Length} {kind} columns were given, but '{source}' has {tensors.Length} {kind}s: {Names(tensors)}.");
        }

        for (int i = 0; i < columns.Length; i++)
        {
            if (byName.ContainsKey(columns[i]) && tensors[i].Name != columns[i])
            {
                throw new ArgumentException(
                    $"Column '{columns[i]}' bears the name of another {kind} of '{source}' than the one at its place. "
                    + $"Name all {kind} columns as the model does ({Names(tensors)}), or none of them.");
            }
        }

        return [.. columns.Select((column, i) => new MappedColumn(column, tensors[i]))];
    }

    private static string Published(MappedColumn output)
    {
        string name = output.Name;
        return name == output.Tensor.Name && name.EndsWith(OutputSuffix, StringComparison.Ordinal) ? name.Replace(OutputSuffix, "", StringComparison.Ordinal) : name;
    }

    private void CheckSupported(string source)
    {
        foreach (var column in Inputs.Concat(Outputs))
        {
            if (!ItemTypes.Supported(column.Tensor.Type))
            {
                throw new NotSupportedException(
                    $"'{column.Tensor.Name}' of '{source}' is of type {column.Tensor.Type}, which no ML.NET column holds. Cast it to a number or a bool in the model.");
            }
        }

        foreach (var output in Outputs)
        {
            if (Inputs.Any(input => input.Name == output.Name))
            {
                throw new ArgumentException($"Output column '{output.Name}' bears the name of an input column. Choose another name for it.");
            }

            if (output.Name != output.Tensor.Name && output.Name.EndsWith(OutputSuffix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"Output column '{output.Name}' ends in '{OutputSuffix}', which ML.NET drops from a saved model. Choose another name.");
            }
        }

        if (Outputs.Select(output => output.Name).Distinct().Count() != Outputs.Length)
        {
            throw new ArgumentException($"Output columns of one name: {string.Join(", ", Outputs.Select(output => output.Name))}. Give each its own.");
        }
    }

    private static void CheckNames(string[] names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (names.Length == 0 || names.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Give at least one column name, and none that is empty.", parameter);
        }
    }

    private static string Names(TensorSignature[] tensors) => string.Join(", ", tensors.Select(tensor => tensor.Name));
}
