using System.Text.Json;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// What the portable form of a model remembers, in its <c>metadata_props</c>, of the model it was made from and of the pipeline
/// step it was made for.
/// </summary>
internal sealed record PortableMetadata(
    int Format,
    PortableMetadata.Input[] Inputs,
    PortableMetadata.Output[] Outputs,
    bool Batched,
    int? BatchSize,
    int? IntraOpThreads,
    Dictionary<string, string> Renamed,
    string Interface,
    TimeSpan? MaxRowTime = null)
{
    public const int CurrentFormat = 1;
    private const string Key = "Microsoft.ML.Quantization.Pipeline";

    /// <summary>How a column feeds an input of the model.</summary>
    public sealed record Input(string Column, string Tensor, bool IsScalar, bool Batched, long[] RowShape, bool IsFlat = false)
    {
        public static Input From(BoundInput input) => new(input.Column.Name, input.Column.Tensor.Name, input.IsScalar, input.Batched, input.RowShape, input.IsFlat);

        public BoundInput Bind(TensorSignature tensor) => new(new MappedColumn(Column, tensor), IsScalar, Batched, RowShape) { IsFlat = IsFlat };
    }

    /// <summary>Which column an output of the model becomes.</summary>
    public sealed record Output(string Column, string Tensor, bool FollowsData = false)
    {
        public static Output From(MappedColumn output) => new(output.Name, output.Tensor.Name, output.Tensor.FollowsData);

        public MappedColumn Bind(TensorSignature tensor) => new(Column, tensor with { FollowsData = FollowsData });
    }

    public static PortableMetadata? Read(ModelProto model)
    {
        string? text = model.MetadataProps.FirstOrDefault(entry => entry.Key == Key)?.Value;
        if (text == null)
        {
            return null;
        }

        var metadata = Parse(text);
        if (metadata is not { Format: CurrentFormat })
        {
            throw new InvalidDataException($"The model was saved in format {metadata?.Format} of its pipeline step, this version reads {CurrentFormat}. Update Microsoft.ML.Quantization.");
        }

        return metadata.IsWhole ? metadata : throw new InvalidDataException("What the model tells of its pipeline step lacks something, or has numbers that cannot be.");
    }

    private bool IsWhole =>
        Inputs is { Length: > 0 } && Array.TrueForAll(Inputs, input => input is { Column: not null, Tensor: not null, RowShape: not null } && IsShape(input.RowShape))
        && Outputs is { Length: > 0 } && Array.TrueForAll(Outputs, output => output is { Column: not null, Tensor: not null })
        && Renamed != null && !Renamed.ContainsValue(null!) && Interface != null && BatchSize is null or > 0 && IntraOpThreads is null or (>= 0 and <= 10_000)
        && (MaxRowTime is not { } time || time > TimeSpan.Zero || time == Timeout.InfiniteTimeSpan);

    /// <summary>A shape of fewer than 2^31 elements, where -1 stands for what a row decides.</summary>
    private static bool IsShape(long[] shape) =>
        Array.TrueForAll(shape, size => size is -1 or (>= 0 and <= int.MaxValue)) && shape.Where(size => size > 0).Aggregate(1.0, (product, size) => product * size) <= int.MaxValue;

    private static PortableMetadata? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, PortableMetadataJson.Default.PortableMetadata);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"What the model tells of its pipeline step is damaged: {ForeignText.Line(e.Message)}", e);
        }
    }

    public static void Remove(ModelProto model)
    {
        for (int i = model.MetadataProps.Count - 1; i >= 0; i--)
        {
            if (model.MetadataProps[i].Key == Key)
            {
                model.MetadataProps.RemoveAt(i);
            }
        }
    }

    public void Write(ModelProto model) => model.MetadataProps.Add(new StringStringEntryProto { Key = Key, Value = JsonSerializer.Serialize(this, PortableMetadataJson.Default.PortableMetadata) });
}
