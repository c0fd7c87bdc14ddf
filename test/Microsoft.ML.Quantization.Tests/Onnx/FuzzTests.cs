using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Damaged files: each either loads or is refused with one of the documented exceptions.</summary>
[TestClass]
public sealed class FuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public required TestContext TestContext { get; set; }

    public FuzzTests() => File.WriteAllBytes(_folder.File("d.bin"), new byte[24]);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfEveryTruncation_IsRefusedOrWorks()
    {
        foreach (byte[] whole in Models())
        {
            for (int length = 0; length < whole.Length; length++)
            {
                Try(whole[..length], $"first {length} bytes");
            }
        }
    }

    [TestMethod]
    public void Load_WithFlippedBytes_IsRefusedOrWorks()
    {
        int loaded = 0;
        foreach (byte[] whole in Models())
        {
            for (int i = 0; i < whole.Length; i++)
            {
                foreach (byte flip in new byte[] { 0x01, 0x08, 0x80, 0xFF })
                {
                    byte[] damaged = [.. whole];
                    damaged[i] ^= flip;
                    loaded += Try(damaged, $"byte {i} ^ {flip}") ? 1 : 0;
                }
            }
        }

        TestContext.WriteLine($"{loaded} damaged models still load.");
        Assert.IsGreaterThan(0, loaded);
    }

    private bool Try(byte[] content, string what)
    {
        string path = _folder.File("m.onnx");
        File.WriteAllBytes(path, content);
        try
        {
            using OnnxModel model = OnnxModelReader.Load(path);
            using OnnxModel prepared = ModelPreparer.Prepare(model);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or FileNotFoundException)
        {
            Assert.IsFalse(string.IsNullOrWhiteSpace(e.Message));
            return false;
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
            throw;
        }
    }

    private static IEnumerable<byte[]> Models()
    {
        GraphProto branch = new ModelBuilder(9).Node("Softmax", "x", "t").Output("t").Build().Graph;
        ModelProto old = new ModelBuilder(9).Input("x", 2, 3).Input("c", DataType.Bool)
            .Node("Slice", "x", "s", ("starts", new[] { 0 }), ("ends", new[] { 2 }))
            .Node("If", "c", "i", ("then_branch", branch), ("else_branch", branch.Clone())).Node("Add", "s i", "y").Output("y").Build();
        yield return old.ToByteArray();

        ModelProto outside = new ModelBuilder(13).Input("x", 2, 3).Weights("w", [1f, 2f, 3f, 4f, 5f, 6f], 3, 2).Node("MatMul", "x w", "y").Output("y").Build();
        yield return outside.ToByteArray();
        new ExternalDataReference("d.bin", 0, 24).WriteTo(outside.Graph.Initializer[0]);
        yield return outside.ToByteArray();
    }
}
