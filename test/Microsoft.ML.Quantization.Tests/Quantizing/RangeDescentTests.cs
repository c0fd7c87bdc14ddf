using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>Descent over errors that are given as functions of the moves.</summary>
[TestClass]
public class RangeDescentTests
{
    [TestMethod]
    public void Errors_NeverRise()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            CalibratedTensor[] tensors = [.. Enumerable.Range(0, 5).Select(i => Tensor($"t{i}", i % 2 == 0 ? -4 : 0, 4))];
            double[] wanted = [.. Enumerable.Range(0, 10).Select(_ => Math.Pow(2, (random.NextDouble() * 4) - 2))];
            double[] Error(IReadOnlyDictionary<string, RangeMove> moves) =>
                [.. Enumerable.Range(0, 2).Select(part => 0.01 + tensors.Select((tensor, i) => Distance(tensor, moves, wanted[(2 * i) + part])).Sum())];
            double[] start = Error(new Dictionary<string, RangeMove>());
            List<double[]> measured = [];
            var descent = Create([.. tensors.Select((tensor, i) => (tensor, i != 3))], moves => Error(moves), measured: measured);
            var moves = descent.Run();
            double[] end = Error(moves);
            Assert.IsTrue(ErrorGain.Mean(start, end) >= 0 && ErrorGain.LosesNoPart(start, end), $"seed {seed}");
            Assert.AreEqual(ErrorGain.Mean(start, end), descent.Gain, 1e-12);
            Assert.IsFalse(moves.TryGetValue("t3", out var move) && move.Narrows, $"seed {seed}");
            Assert.AreEqual(measured.Count, descent.Measured);
        }
    }

    /// <summary>The order and the factors, by hand: the last tensor first, by a quarter three times at most, then by an eighth.</summary>
    [TestMethod]
    public void Tensors_AreTriedFromTheLastToTheFirst()
    {
        List<string> tried = [];
        var descent = Create([(Tensor("a", 0, 4), true), (Tensor("b", 0, 4), true)], moves =>
        {
            tried.AddRange(moves.Select(move => FormattableString.Invariant($"{move.Key} {move.Value.High:0.###}")).TakeLast(1));
            double b = moves.GetValueOrDefault("b", RangeMove.None).High;
            return [1 + Math.Abs(Math.Log(b / 0.75))];
        });
        var moves = descent.Run();
        CollectionAssert.AreEqual(new[] { "b 0.75", "b 1.333", "b 0.563", "b 1", "a 0.75", "a 1.333", "b 0.66", "b 0.852", "a 0.88", "a 1.136" }, tried);
        Assert.AreEqual(new RangeMove(0.75, 0.75), moves.Single().Value);
    }

    /// <summary>Zero is in every range: of values on one side of it, as of a channel that is always the same, the nearer end must not pass the farther one.</summary>
    [TestMethod]
    [DataRow(-0.4f, -0.4f)]
    [DataRow(-4f, -3.5f)]
    [DataRow(1.5f, 1.5f)]
    [DataRow(1.4f, 15f)]
    public void RangesOnOneSideOfZero_StayRanges(float low, float high)
    {
        var tensor = Tensor("a", low, high);
        foreach (double factor in new[] { 0.05, 0.75, 1, 1 / 0.75 })
        {
            var (movedLow, movedHigh) = new RangeMove(factor, factor).Of(tensor);
            Assert.IsLessThanOrEqualTo(movedHigh, movedLow);
            Assert.AreEqual((low < 0 ? low : high) * factor, low < 0 ? movedLow : movedHigh, 1e-5);
        }
    }

    [TestMethod]
    public void LessThanThreePercent_IsNoGain()
    {
        var moves = Create([(Tensor("a", 0, 4), true)], moves => [moves.Count == 0 ? 1 : 0.975]).Run();
        Assert.IsEmpty(moves);
        Assert.HasCount(1, Create([(Tensor("a", 0, 4), true)], moves => [moves.Count == 0 ? 1 : 0.965]).Run());
    }

    [TestMethod]
    public void APartThatPaysForTheOthers_RefusesAMove() =>
        Assert.IsEmpty(Create([(Tensor("a", 0, 4), true)], moves => moves.Count == 0 ? [1, 1] : [0.2, 1.2]).Run());

    /// <summary>Parts may not lose a little each time either.</summary>
    [TestMethod]
    public void PartsThatPayLittleByLittle_EndTheDescent()
    {
        (CalibratedTensor, bool)[] tensors = [.. Enumerable.Range(0, 6).Select(i => (Tensor($"t{i}", 0, 4), true))];
        Assert.HasCount(1, Create(tensors, moves => [Math.Pow(0.5, moves.Count), Math.Pow(1.08, moves.Count)], isSettled: moves => moves.Values.Any(move => move.High is < 0.7 or > 1.1)).Run());
    }

    [TestMethod]
    public void Limit_EndsTheSearch()
    {
        List<double[]> measured = [];
        var tensor = Tensor("a", -4, 4);
        Create([(tensor, true)], moves => [1.0 / (1 + moves.Count)], most: 6, measured: measured).Run();
        Assert.HasCount(1, measured);
        Create([(tensor, true)], moves => [1], most: 7, measured: measured).Run();
        Assert.HasCount(8, measured);
    }

    [TestMethod]
    public void Ends_StayWithinWhatWasObserved()
    {
        var tensor = new CalibratedTensor("t") { Low = -2, High = 3, Minimum = -2.5f, Maximum = 3.1f };
        Assert.AreEqual((-2.5f, 3.1f), new RangeMove(2, 2).Of(tensor));
        Assert.AreEqual((-1f, 3f), new RangeMove(0.5, 1).Of(tensor));
        Assert.AreEqual((-3f, 3f), new RangeMove(1.2, 1).Of(new CalibratedTensor("t") { Low = -3, High = 3, Minimum = -2.5f, Maximum = 3 }));
    }

    private static double Distance(CalibratedTensor tensor, IReadOnlyDictionary<string, RangeMove> moves, double wanted) =>
        moves.GetValueOrDefault(tensor.Name, RangeMove.None) is var move ? Math.Pow(Math.Log(move.High / wanted), 2) + (tensor.Low < 0 ? Math.Pow(Math.Log(move.Low / wanted), 2) : 0) : 0;

    private static CalibratedTensor Tensor(string name, float low, float high) => new(name) { Low = low, High = high, Minimum = 100 * low, Maximum = 100 * high };

    private static RangeDescent Create(
        (CalibratedTensor, bool)[] tensors, Func<IReadOnlyDictionary<string, RangeMove>, double[]> error, long most = 1000, List<double[]>? measured = null, Func<IReadOnlyDictionary<string, RangeMove>, bool>? isSettled = null)
    {
        double[] Measure(IReadOnlyDictionary<string, RangeMove> moves)
        {
            double[] errors = isSettled?.Invoke(moves) == true ? [double.PositiveInfinity] : error(moves);
            measured?.Add(errors);
            return errors;
        }

        return new RangeDescent(tensors, sets => [.. sets.Select(Measure)], (tensor, one, other) => one.Of(tensor) == other.Of(tensor), most);
    }
}
