using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class ModelProvenanceTests
{
    [TestMethod]
    public void Write_ReplacesEarlierRecordsAndKeepsOtherMetadata()
    {
        ModelProto model = new ModelBuilder(13).Build();
        model.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "someone" });
        ModelProvenance.Write(model, [new(ModelProvenance.Method, "Entropy"), new(ModelProvenance.CalibrationDataHash, "00")]);

        ModelProvenance.Write(model, [new(ModelProvenance.Version, "1.0"), new(ModelProvenance.Method, "MinMax")]);

        CollectionAssert.AreEqual(new[] { "author", ModelProvenance.Method, ModelProvenance.Version }, model.MetadataProps.Select(entry => entry.Key).ToArray());
        Assert.AreEqual("MinMax", ModelProvenance.Read(model)[ModelProvenance.Method]);
        Assert.HasCount(2, ModelProvenance.Read(model));
    }

    [TestMethod]
    public void Write_OfAForeignKey_IsRefused() =>
        Assert.ThrowsExactly<ArgumentException>(() => ModelProvenance.Write(new ModelProto(), [new("author", "me")]));
}
