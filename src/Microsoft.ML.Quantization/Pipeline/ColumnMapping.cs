using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Which column goes with which input and output of a model.</summary>
internal sealed record ColumnMapping(MappedColumn[] Inputs, MappedColumn[] Outputs)
{
    /// <summary>Outputs that no column holds.</summary>
    public TensorSignature[] LeftOut { get; private init; } = [];

    /// <summary>
    /// Columns by name where every name is one of the graph's, by order where none is (or stands at its own place).
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">The output columns; <see langword="null"/> for all outputs that a column can hold, named as the graph names them.</param>
    /// <param name="inputs">The input columns; <see langword="null"/> for all inputs that the outputs need, named as the graph names them.</param>
    public static ColumnMapping Create(ModelSignature model, IReadOnlyList<string>? outputs, IReadOnlyList<string>? inputs)
    {
        TensorSignature[] leftOut = outputs == null ? [.. model.Outputs.Where(output => output.OtherKind != null)] : [];
        string[] outputColumns = outputs == null ? Default(model) : [.. outputs];
        CheckNames(outputColumns, "outputColumnNames");
        var mapped = Map(model.Outputs, outputColumns, model.Source, "output");
        var needed = model.NeededBy(mapped.Select(output => output.Tensor));
        if (needed.Length == 0)
        {
            throw new NotSupportedException($"'{model.Source}' makes {Names([.. mapped.Select(output => output.Tensor)])} of constants alone: there is no input that a column could feed.");
        }

        string[] inputColumns = [.. inputs ?? needed.Select(input => input.Name)];
        CheckNames(inputColumns, "inputColumnNames");
        var mapping = new ColumnMapping(Map(Fed(model, needed, inputColumns), inputColumns, model.Source, "input"), mapped);
        SupportedColumns.Check(mapping, model);
        return mapping with
        {
            Outputs = [.. mapping.Outputs.Select(output => output with { Name = output.Published })],
            LeftOut = leftOut,
        };
    }

    /// <summary>All outputs that a column can hold, without those that ML.NET's exporter puts into a model to be left over, and skips itself.</summary>
    private static string[] Default(ModelSignature model)
    {
        static bool IsLeftOver(string name) => name.StartsWith("mlnet.", StringComparison.Ordinal) && name.EndsWith(".unusedOutput", StringComparison.Ordinal);
        string[] names = [.. model.Outputs.Where(output => output.OtherKind == null && !IsLeftOver(output.Name)).Select(output => output.Name)];
        return names.Length > 0 || model.Outputs.Length == 0
            ? names
            : throw new NotSupportedException($"'{model.Source}' has no output that is a tensor: '{model.Outputs[0].Name}' is {model.Outputs[0].OtherKind}. Export the model with tensors as outputs.");
    }

    /// <summary>The inputs that columns go with: all of them, those that are named, or those that the outputs need.</summary>
    private static TensorSignature[] Fed(ModelSignature model, TensorSignature[] needed, string[] columns)
    {
        var named = model.Inputs.Where(input => columns.Contains(input.Name)).ToArray();
        return columns.Length == model.Inputs.Length ? model.Inputs
            : named.Length == columns.Length && needed.All(named.Contains) ? named
            : columns.Length == needed.Length && !named.Except(needed).Any() ? needed
            : throw new ArgumentException(
                $"'{model.Source}' needs {needed.Length} input columns ({Names(needed)}){(needed.Length == model.Inputs.Length ? "" : $" for these outputs, of {Names(model.Inputs)}")}, but {columns.Length} were given: {string.Join(", ", columns)}.");
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

    private static void CheckNames(string[] names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (names.Length == 0 || names.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Give at least one column name, and none that is empty.", parameter);
        }
    }

    private static string Names(TensorSignature[] tensors) => ForeignText.Line(string.Join(", ", tensors.Select(tensor => tensor.Name)));
}
