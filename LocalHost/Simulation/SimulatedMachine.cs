using System.Data.Common;
using ClinicalEngagement.LocalHost.Clock;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>The machine that a simulation runs on: its clock can be set wrong, and its store can be away.</summary>
/// <param name="clock">What time it really is, and the machine's stopwatch.</param>
internal sealed class SimulatedMachine(VirtualClock clock) : TimeProvider
{
    /// <summary>How far its clock is set ahead; negative for behind.</summary>
    public Duration Ahead { get; set; }

    /// <summary>True while the store cannot be reached.</summary>
    public bool StoreIsAway { get; set; }

    /// <summary>What has the store be away.</summary>
    public IInterceptor Store => new Away(this);

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => (clock.Now + Ahead).ToDateTimeOffset();

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);

    private sealed class Away(SimulatedMachine machine) : DbConnectionInterceptor
    {
        private const int CannotOpen = 14;

        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            machine.StoreIsAway ? throw new SqliteException("unable to open database file: the store is away in this rehearsal", CannotOpen) : result;

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ConnectionOpening(connection, eventData, result));
    }
}
