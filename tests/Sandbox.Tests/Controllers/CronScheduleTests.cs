using System.Globalization;
using Dodas.Sandbox.Controllers.Workloads;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-05T08:00:30Z", "2026-01-05T08:01:00Z")]
    [InlineData("*/15 * * * *", "2026-01-05T08:46:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("5,35 8-10 * * *", "2026-01-05T10:40:00Z", "2026-01-06T08:05:00Z")]
    [InlineData("0 0 1 * *", "2026-01-05T08:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 9 * * mon-fri", "2026-01-09T10:00:00Z", "2026-01-12T09:00:00Z")]
    [InlineData("0 9 13 * fri", "2026-01-05T10:00:00Z", "2026-01-09T09:00:00Z")]
    [InlineData("0 0 * * 7", "2026-01-05T00:00:00Z", "2026-01-11T00:00:00Z")]
    [InlineData("10/20 * * * *", "2026-01-05T08:31:00Z", "2026-01-05T08:50:00Z")]
    [InlineData("@daily", "2026-01-05T08:00:30Z", "2026-01-06T00:00:00Z")]
    public void The_next_time_is_found(string schedule, string after, string expected)
    {
        var next = CronSchedule.TryParse(schedule, null, out _)!.Next(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture));

        next.Should().Be(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_time_zone_counts()
    {
        var schedule = CronSchedule.TryParse("0 9 * * *", "Europe/Rome", out _)!;

        schedule.Next(DateTimeOffset.Parse("2026-01-05T00:00:00Z", CultureInfo.InvariantCulture)).Should().Be(DateTimeOffset.Parse("2026-01-05T08:00:00Z", CultureInfo.InvariantCulture));
        schedule.Next(DateTimeOffset.Parse("2026-07-05T00:00:00Z", CultureInfo.InvariantCulture)).Should().Be(DateTimeOffset.Parse("2026-07-05T07:00:00Z", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    public void What_is_no_schedule_is_refused(string schedule)
    {
        CronSchedule.TryParse(schedule, null, out var problem).Should().BeNull();
        problem.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void A_day_that_never_comes_has_no_next_time() =>
        CronSchedule.TryParse("0 0 31 2 *", null, out _)!.Next(DateTimeOffset.Parse("2026-01-05T00:00:00Z", CultureInfo.InvariantCulture)).Should().BeNull();
}
