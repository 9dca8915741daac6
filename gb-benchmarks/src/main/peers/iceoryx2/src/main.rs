// SPDX-License-Identifier: Apache-2.0
//! A publisher sends a sample of 256 bytes that says when, and notifies; a subscriber sleeps on a listener. Argument:
//! samples a second. Each line of the input asks for a measurement of so many milliseconds; the answer has median and 99 %
//! quantile of the latency in nanoseconds, percent of a core the reader took, and a 0.
use iceoryx2::prelude::*;
use std::io::BufRead;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

type Sample = [i64; 32];
type Failure = Box<dyn std::error::Error>;

fn now(clock: libc::clockid_t) -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}

fn write_samples(name: &ServiceName, period: i64) -> Result<(), Failure> {
    unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
    let node = NodeBuilder::new().create::<ipc::Service>()?;
    let samples = node.service_builder(name).publish_subscribe::<Sample>().open_or_create()?;
    let publisher = samples.publisher_builder().create()?;
    let event = node.service_builder(name).event().open_or_create()?;
    let notifier = event.notifier_builder().create()?;
    let mut due = now(libc::CLOCK_MONOTONIC);
    loop {
        due += period;
        let until = libc::timespec { tv_sec: due / 1_000_000_000, tv_nsec: due % 1_000_000_000 };
        unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &until, std::ptr::null_mut()) };
        let mut sample = [0; 32];
        sample[0] = now(libc::CLOCK_MONOTONIC);
        publisher.send_copy(sample)?;
        notifier.notify()?;
    }
}

fn read_samples(name: &ServiceName, writer: &mut Child) -> Result<(), Failure> {
    let node = NodeBuilder::new().create::<ipc::Service>()?;
    let samples = node.service_builder(name).publish_subscribe::<Sample>().open_or_create()?;
    let subscriber = samples.subscriber_builder().create()?;
    let event = node.service_builder(name).event().open_or_create()?;
    let listener = event.listener_builder().create()?;
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        let millis: i64 = line?.rsplit(' ').next().unwrap_or("0").parse()?;
        let mut delays = Vec::with_capacity(1 << 16);
        let start = now(libc::CLOCK_MONOTONIC);
        let used = now(libc::CLOCK_PROCESS_CPUTIME_ID);
        let end = start + millis * 1_000_000;
        loop {
            let rest = end - now(libc::CLOCK_MONOTONIC);
            if rest <= 0 {
                break;
            }
            listener.timed_wait(|_| {}, Duration::from_nanos(rest as u64))?;
            while let Some(sample) = subscriber.receive()? {
                delays.push(now(libc::CLOCK_MONOTONIC) - sample.payload()[0]);
            }
        }
        let used = now(libc::CLOCK_PROCESS_CPUTIME_ID) - used;
        delays.sort_unstable();
        let nanos = (millis * 1_000_000) as f64;
        println!("{} {} {:.3} 0", delays[delays.len() / 2], delays[delays.len() * 99 / 100], 100.0 * used as f64 / nanos);
    }
    writer.kill()?;
    writer.wait()?;
    Ok(())
}

fn main() -> Result<(), Failure> {
    set_log_level(LogLevel::Error);
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(name) = arguments.get(2) {
        return write_samples(&name.as_str().try_into()?, 1_000_000_000 / arguments[1].parse::<i64>()?);
    }
    let name = format!("wake-{}", std::process::id());
    let mut writer = Command::new(std::env::current_exe()?).args([&arguments[1], &name]).stdin(Stdio::null()).spawn()?;
    read_samples(&name.as_str().try_into()?, &mut writer)
}
