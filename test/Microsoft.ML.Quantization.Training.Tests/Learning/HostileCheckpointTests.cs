using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Quantization.Training.Learning;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Checkpoints whose checksum is right and whose content is not, and what is no file at all.</summary>
[TestClass]
public sealed partial class HostileCheckpointTests : IDisposable
{
    private const int HeaderSize = 56;
    private const int EpochAt = 1 + 64;
    private const int StateAt = EpochAt + 4;

    private readonly StartedTraining _training = new();

    public void Dispose() => _training.Dispose();

    private int BestAt => StateAt + StateSize;

    private int StateSize => 4 + _training.Model.Layout.Sum(entry => 1 + Encoding.UTF8.GetByteCount(entry.Name) + 4 + (4 * (int)entry.Count));

    private int OptimizerAt => BestAt + 4 + (4 * 8) + StateSize;

    [TestMethod]
    [DataRow(-1_000_000)]
    [DataRow(0)]
    [DataRow(StartedTraining.Epochs + 1)]
    [DataRow(int.MaxValue)]
    public void AnEpochThatTheTrainingDoesNotHave_IsRefused(int epoch) => Refuses(content => BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(EpochAt), epoch));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(StartedTraining.Done + 1)]
    public void ABestEpochThatIsNotDone_IsRefused(int epoch) => Refuses(content => BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(BestAt), epoch));

    [TestMethod]
    [DataRow(12, 1.5)]
    [DataRow(12, -0.1)]
    [DataRow(28, 2.0)]
    [DataRow(28, double.NaN)]
    public void AnAccuracyThatIsNoShare_IsRefused(int offset, double accuracy) => Refuses(content => BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(BestAt + offset), accuracy));

    [TestMethod]
    public void FewerRowsThanNone_AreRefused() => Refuses(content => BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(BestAt + 20), -5));

    [TestMethod]
    [DataRow(int.MaxValue)]
    [DataRow(-1)]
    [DataRow(0)]
    public void ANumberOfTensorsOrValuesThatTheModelDoesNotHave_IsRefused(int count)
    {
        int firstLength = StateAt + 4 + 1 + Encoding.UTF8.GetByteCount(_training.Model.Layout[0].Name);
        Refuses(content => BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(StateAt), count));
        Refuses(content => BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(firstLength), count));
    }

    [TestMethod]
    public void AnEndlessName_IsRefused() => Refuses(content => content.AsSpan(StateAt + 4, 4).Fill(0xff));

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(-1f)]
    public void AScaleThatIsNone_IsRefused(float scale) => Refuses(content => BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(OptimizerAt - 4), scale));

    [TestMethod]
    public void StepsBelowZero_AreRefused() => Refuses(content => BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(OptimizerAt), long.MinValue));

    [TestMethod]
    public void MoreThanTheModelHas_IsRefused()
    {
        Write([.. _training.Whole[HeaderSize..], 0]);
        _training.AssertRefused("one byte more");
        Write([.. _training.Whole[HeaderSize..], .. new byte[1 << 20]]);
        _training.AssertRefused("a megabyte more");
    }

    [TestMethod]
    public void ACheckpointOfAnotherTraining_IsRefused()
    {
        Refuses(content => content[5] = (byte)'0');
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => _training.Load()).Message, "another model or other options");
    }

    [TestMethod]
    public void AFolder_IsRefused()
    {
        File.Delete(_training.File);
        Directory.CreateDirectory(_training.File);
        _training.AssertRefused("a folder");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux | OperatingSystems.OSX)]
    [Timeout(20_000)]
    public void APipeAndADevice_AreRefusedAtOnce()
    {
        File.Delete(_training.File);
        Assert.AreEqual(0, MakePipe(_training.File, 0x180));
        _training.AssertRefused("a pipe");
        File.Delete(_training.File);
        File.CreateSymbolicLink(_training.File, "/dev/zero");
        _training.AssertRefused("/dev/zero");
    }

    private void Refuses(Action<byte[]> change)
    {
        byte[] content = _training.Whole[HeaderSize..];
        change(content);
        Write(content);
        _training.AssertRefused("changed");
    }

    private void Write(byte[] content) => CheckpointFile.Write(_training.File, writer => writer.Write(content));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
