using LustreSupervisor.Supervisor.Kubernetes.SelfFencing;

namespace LustreSupervisor.Supervisor.Tests.SelfFencing;

public sealed class ApiHearingTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void It_counts_from_the_first_answer_and_anew_after_an_outage()
    {
        var hearing = new ApiHearing(_clock);
        Assert.Equal(TimeSpan.Zero, hearing.HeardFor);
        hearing.Heard();
        Pass(5);
        hearing.Heard();
        Assert.Equal(TimeSpan.FromSeconds(5), hearing.HeardFor);
        hearing.Deaf();
        Assert.Equal(TimeSpan.Zero, hearing.HeardFor);
        hearing.Heard();
        Pass(3);
        Assert.Equal(TimeSpan.FromSeconds(3), hearing.HeardFor);
    }

    [Fact]
    public void A_process_that_stood_still_was_deaf()
    {
        var hearing = new ApiHearing(_clock);
        hearing.Heard();
        Pass(60);
        Assert.Equal(TimeSpan.Zero, hearing.HeardFor);
        hearing.Heard();
        Assert.Equal(TimeSpan.Zero, hearing.HeardFor);
    }

    private void Pass(int seconds) => _clock.Ticks += TimeSpan.FromSeconds(seconds).Ticks;

    private sealed class Clock : TimeProvider
    {
        public long Ticks { get; set; } = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
