using System.Buffers.Binary;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Saved;

[TestClass]
public class EntryEditorTests
{
    [TestMethod]
    public void Edit_KeepsCutsAndChanges_InPlace()
    {
        byte[] bytes = Bytes(3, 10, 20, 30, 2, 40, 50, 7);
        var editor = new EntryEditor("entry", bytes);
        CollectionAssert.AreEqual(new[] { 10, 20 }, editor.CutArray<int>(2).ToArray());
        editor.CutArray<int>(0);
        editor.Keep<int>(1)[0] = 8;
        CollectionAssert.AreEqual(Bytes(2, 10, 20, 0, 8), bytes[..editor.Written]);
    }

    [TestMethod]
    public void Edit_OfAnArrayShorterThanAsked_KeepsAll()
    {
        byte[] bytes = Bytes(2, 10, 20, 5);
        var editor = new EntryEditor("entry", bytes);
        Assert.AreEqual(2, editor.CutArray<int>(9).Length);
        editor.KeepRest();
        CollectionAssert.AreEqual(Bytes(2, 10, 20, 5), bytes[..editor.Written]);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(3)]
    [DataRow(int.MaxValue)]
    [DataRow(int.MinValue)]
    public void Edit_OfAnArrayThatIsNotThere_IsRefused_NamingTheEntry(int length)
    {
        byte[] bytes = Bytes(length, 1, 2);
        foreach (int most in new[] { 0, 1, int.MaxValue })
        {
            var thrown = Assert.ThrowsExactly<UnknownLayoutException>(() => new EntryEditor("the entry", [.. bytes]).CutArray<int>(most));
            StringAssert.Contains(thrown.Message, "the entry");
        }
    }

    private static byte[] Bytes(params int[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        }

        return bytes;
    }
}
