/**
 * Loaded into every process the product starts: when the starter vanishes without a word (kill -9, a closed terminal), the channel between
 * them closes, and the process ends itself the way an operator would end it.
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
