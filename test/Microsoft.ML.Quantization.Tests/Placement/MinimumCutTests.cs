using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization.Tests.Placement;

[TestClass]
public sealed class MinimumCutTests
{
    [TestMethod]
    public void Solve_CutsTheCheapestEdgeOfAChain()
    {
        var cut = new MinimumCut();
        int a = cut.AddVertex();
        int b = cut.AddVertex();
        cut.AddEdge(MinimumCut.First, a, 5);
        cut.AddEdge(a, b, 2);
        cut.AddEdge(b, MinimumCut.Second, 3);
        CollectionAssert.AreEqual(new[] { true, false, true, false }, cut.Solve());
    }

    [TestMethod]
    public void Solve_CutsNothingThatMustNotBeCut()
    {
        var cut = new MinimumCut();
        int a = cut.AddVertex();
        int b = cut.AddVertex();
        cut.AddEdge(MinimumCut.First, a, 10);
        cut.AddEdge(a, b, MinimumCut.Never);
        cut.AddEdge(b, MinimumCut.Second, 4);
        CollectionAssert.AreEqual(new[] { true, false, true, true }, cut.Solve());
    }

    /// <summary>Of cuts of one cost the one with the fewest vertices on the first side: what gains nothing stays FP32.</summary>
    [TestMethod]
    public void Solve_PrefersTheSecondSideAtTheSameCost()
    {
        var cut = new MinimumCut();
        int a = cut.AddVertex();
        cut.AddEdge(MinimumCut.First, a, 3);
        cut.AddEdge(a, MinimumCut.Second, 3);
        Assert.IsFalse(cut.Solve()[a]);
    }

    [TestMethod]
    public void Solve_FindsWhatTryingAllCutsFinds()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 200; trial++)
        {
            int vertices = random.Next(3, 10);
            var edges = Enumerable.Range(0, random.Next(1, 30))
                .Select(_ => (From: random.Next(vertices), To: random.Next(vertices), Weight: (long)random.Next(20))).Where(edge => edge.From != edge.To).ToArray();
            var cut = new MinimumCut();
            Enumerable.Range(2, vertices - 2).ToList().ForEach(vertex => Assert.AreEqual(vertex, cut.AddVertex()));
            Array.ForEach(edges, edge => cut.AddEdge(edge.From, edge.To, edge.Weight));

            long Cost(Func<int, bool> first) => edges.Where(edge => first(edge.From) && !first(edge.To)).Sum(edge => edge.Weight);
            long cheapest = Enumerable.Range(0, 1 << (vertices - 2)).Min(sides => Cost(vertex => vertex == MinimumCut.First || (vertex > 1 && (sides >> (vertex - 2) & 1) == 1)));
            bool[] solved = cut.Solve();
            Assert.IsTrue(solved[MinimumCut.First] && !solved[MinimumCut.Second]);
            Assert.AreEqual(cheapest, Cost(vertex => solved[vertex]), $"Trial {trial}");
        }
    }
}
