using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// The rows of a shard of a view. It stands before the steps of a pipeline: what they make is computed ahead by several threads, of every row that they are given.
/// </summary>
/// <param name="data">The rows of all shards.</param>
/// <param name="part">The shard.</param>
internal sealed class ShardDataView(IDataView data, RowShard part) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => data.Schema;

    public long? GetRowCount() => part.Rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(data.GetRowCursor(columnsNeeded), part);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor all, RowShard part) : DataViewRowCursor
    {
        private long _place = -1;
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => all.Schema;

        public override bool MoveNext()
        {
            do
            {
                if (++_place >= part.Total || !all.MoveNext())
                {
                    _position = -1;
                    return false;
                }
            }
            while (!part.Has(_place));
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => all.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => all.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => all.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                all.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
