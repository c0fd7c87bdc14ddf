using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Rewriting;

/// <summary>What users of a model see of it: inputs, outputs, documentation, metadata.</summary>
internal static class ModelInterface
{
    /// <summary>Gives <paramref name="model"/> the interface of <paramref name="original"/>, in its order and wording.</summary>
    public static void Restore(ModelProto model, ModelProto original)
    {
        Replace(model.Graph.Input, original.Graph.Input);
        Replace(model.Graph.Output, original.Graph.Output);
        Replace(model.MetadataProps, original.MetadataProps);
        Copy(original.Graph.HasName, original.Graph.Name, value => model.Graph.Name = value, model.Graph.ClearName);
        Copy(original.Graph.HasDocString, original.Graph.DocString, value => model.Graph.DocString = value, model.Graph.ClearDocString);
        Copy(original.HasDocString, original.DocString, value => model.DocString = value, model.ClearDocString);
        Copy(original.HasDomain, original.Domain, value => model.Domain = value, model.ClearDomain);
        Copy(original.HasModelVersion, original.ModelVersion, value => model.ModelVersion = value, model.ClearModelVersion);
        Copy(original.HasProducerName, original.ProducerName, value => model.ProducerName = value, model.ClearProducerName);
        Copy(original.HasProducerVersion, original.ProducerVersion, value => model.ProducerVersion = value, model.ClearProducerVersion);
    }

    private static void Replace<T>(Google.Protobuf.Collections.RepeatedField<T> target, Google.Protobuf.Collections.RepeatedField<T> source)
    {
        target.Clear();
        target.AddRange(source.Clone());
    }

    private static void Copy<T>(bool present, T value, Action<T> set, Action clear)
    {
        if (present)
        {
            set(value);
        }
        else
        {
            clear();
        }
    }
}
