using System.Text.Json.Serialization;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Reads and writes <see cref="PortableMetadata"/> without reflection, which trimmed applications switch off.</summary>
[JsonSerializable(typeof(PortableMetadata))]
internal sealed partial class PortableMetadataJson : JsonSerializerContext;
