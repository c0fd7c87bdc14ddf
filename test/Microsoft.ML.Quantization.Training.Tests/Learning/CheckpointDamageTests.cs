namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>Whatever happens to a checkpoint on a disk, it is refused by its name.</summary>
[TestClass]
public sealed class CheckpointDamageTests : IDisposable
{
    private const int Damages = 2000;

    private readonly StartedTraining _training = new();

    public void Dispose() => _training.Dispose();

    [TestMethod]
    public void AWholeCheckpoint_IsRead()
    {
        var read = _training.Load()!;
        Assert.AreEqual((StartedTraining.Done, 1, 0.75), (read.Epoch, read.Best.Epoch, read.Best.Score.Accuracy));
    }

    [TestMethod]
    public void ADamagedCheckpoint_IsRefused()
    {
        var random = new Random(11);
        for (int i = 0; i < Damages; i++)
        {
            byte[] damaged = Damage(random, _training.Whole, out string what);
            if (!damaged.AsSpan().SequenceEqual(_training.Whole))
            {
                File.WriteAllBytes(_training.File, damaged);
                _training.AssertRefused($"{i}: {what}");
            }
        }
    }

    [TestMethod]
    public void ACheckpointOfTheVersionBefore_IsRefused()
    {
        File.WriteAllBytes(_training.File, [9, .. "mlq-qat-2"u8, .. _training.Whole]);
        _training.AssertRefused("the version before");
    }

    private static byte[] Damage(Random random, byte[] whole, out string what)
    {
        int at = random.Next(whole.Length);
        int length = random.Next(1, Math.Min(64, whole.Length - at) + 1);
        int other = random.Next(whole.Length - length + 1);
        byte[] copy = [.. whole];
        switch (random.Next(9))
        {
            case 0:
                what = $"the first {at} bytes alone";
                return whole[..at];
            case 1:
                what = $"without {length} bytes at {at}";
                return [.. whole[..at], .. whole[(at + length)..]];
            case 2:
                what = $"{length} bytes more at {at}";
                return [.. whole[..at], .. whole[other..(other + length)], .. whole[at..]];
            case 3:
                what = $"zeros at {at}";
                copy.AsSpan(at, length).Clear();
                return copy;
            case 4:
                what = $"{length} bytes of {other} at {at}";
                whole.AsSpan(other, length).CopyTo(copy.AsSpan(at));
                return copy;
            case 5:
                what = $"a byte at {at}";
                copy[at] = (byte)random.Next(256);
                return copy;
            case 6:
                what = $"{at} bytes of another file";
                random.NextBytes(copy);
                return copy[..at];
            case 7:
                what = "followed by itself";
                return [.. whole, .. whole];
            default:
                what = $"a bit at {at}";
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
        }
    }
}
