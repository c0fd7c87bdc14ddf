using System.Text.Json;
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
    string Interface)
{
    public const int CurrentFormat = 1;
    private const string Key = "Microsoft.ML.Quantization.Pipeline";

    public sealed record Input(string Column, string Tensor, bool IsScalar, bool Batched, long[] RowShape, bool IsFlat = false);

    public sealed record Output(string Column, string Tensor);

    public static PortableMetadata? Read(ModelProto model)
    {
        string? text = model.MetadataProps.FirstOrDefault(entry => entry.Key == Key)?.Value;
        if (text == null)
        {
            return null;
        }

        var metadata = JsonSerializer.Deserialize(text, PortableMetadataJson.Default.PortableMetadata);
        return metadata is { Format: CurrentFormat }
            ? metadata
            : throw new InvalidDataException($"The model was saved in format {metadata?.Format} of its pipeline step, this version reads {CurrentFormat}. Update Microsoft.ML.Quantization.");
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
