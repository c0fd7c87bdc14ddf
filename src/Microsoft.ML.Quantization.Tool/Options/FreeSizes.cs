using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tool.Data;

namespace Microsoft.ML.Quantization.Tool.Options;

/// <summary>Sizes for the free dimensions of a model, by name: some targets write files of fixed sizes.</summary>
internal static class FreeSizes
{
    public static Option<Dictionary<string, int>> Option() => new("--dim")
    {
        Description = "Sizes of free dimensions where the target's files fix them, as H=224,W=224; default: those of the rows",
        HelpName = "SIZES",
        CustomParser = Parse,
    };

    /// <summary>All sizes that are known: those that were given, then those of the rows.</summary>
    /// <exception cref="CommandException">A size is not known, or one was given for a dimension that the model does not have.</exception>
    public static Dictionary<string, int> Find(IReadOnlyList<ModelInput> inputs, IReadOnlyList<DataColumn> columns, IReadOnlyDictionary<string, int> given)
    {
        string[] names = [.. inputs.SelectMany(input => input.RowNames).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (given.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new CommandException($"--dim gives a size to '{unknown}', but the model has {(names.Length == 0 ? "no free dimensions that have names" : $"these free dimensions: {string.Join(", ", names)}")}.");
        }

        var sizes = new Dictionary<string, int>(given, StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            var shape = (columns.FirstOrDefault(column => column.Name == input.Name)?.Type as VectorDataViewType)?.Dimensions;
            for (int i = 0; i < input.RowNames.Count; i++)
            {
                if (input.RowNames[i] is { } name && shape?.Length == input.RowNames.Count && shape.Value[i] > 0)
                {
                    sizes.TryAdd(name, shape.Value[i]);
                }
            }
        }

        string[] missing = [.. names.Where(name => !sizes.ContainsKey(name))];
        return missing.Length == 0
            ? sizes
            : throw new CommandException($"Files for this target have fixed sizes, and {string.Join(" and ", missing.Select(name => $"'{name}'"))} of the model {(missing.Length == 1 ? "is" : "are")} free.", $"--dim {string.Join(',', missing.Select(name => $"{name}=224"))}");
    }

    private static Dictionary<string, int>? Parse(ArgumentResult result)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string part in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            int equals = part.LastIndexOf('=');
            if (equals <= 0 || !int.TryParse(part[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size < 1)
            {
                result.AddError($"--dim takes sizes as H=224,W=224, not '{part}'.");
                return null;
            }

            sizes[part[..equals]] = size;
        }

        return sizes;
    }
}
