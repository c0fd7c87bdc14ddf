namespace Microsoft.ML.Quantization.Onnx;

/// <summary>A model that depends on no file of others: its weights are in memory or, where they are too many for one message, in a folder of its own.</summary>
internal static class DetachedModel
{
    /// <summary>The same model with all its tensors at hand; <paramref name="model"/> is used up.</summary>
    public static OnnxModel Create(OnnxModel model)
    {
        if (model.WeightBytes > model.InlineLimit)
        {
            return InFolder(model);
        }

        foreach (TensorProto tensor in ModelWalker.Tensors(model.Proto).Where(OnnxModel.IsOutside))
        {
            tensor.RawData = model.Inline(tensor).RawData;
            tensor.ExternalData.Clear();
            tensor.ClearDataLocation();
        }

        return model.Moved(model.Proto, null, null);
    }

    private static OnnxModel InFolder(OnnxModel model)
    {
        var folder = new TemporaryFolder();
        try
        {
            string path = folder.NewFile("model.onnx");
            OnnxModelWriter.Save(model, path);
            OnnxModel saved = OnnxModelReader.Load(path, model.InlineLimit);
            return model.Moved(saved.Proto, saved.DataFolder, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
